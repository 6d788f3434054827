//! Finds libdlopt: in the folder `DLOPT_LIB_DIR`, else where pkg-config says, else where the linker looks by itself.

use std::env;
use std::process::Command;

fn main() {
    for variable in [
        "DLOPT_LIB_DIR",
        "PKG_CONFIG",
        "PKG_CONFIG_PATH",
        "PKG_CONFIG_LIBDIR",
        "DOCS_RS",
    ] {
        println!("cargo:rerun-if-env-changed={variable}");
    }
    if env::var_os("DOCS_RS").is_some() {
        return; // nothing is linked there
    }
    match folder() {
        Ok(folder) => {
            println!("cargo:rustc-link-search=native={folder}");
            println!("cargo:rustc-link-arg=-Wl,-rpath,{folder}");
            println!("cargo:lib_dir={folder}"); // DEP_DLOPT_LIB_DIR of the crates above
        }
        Err(tried) => println!("cargo:warning=libdlopt: {tried}; the linker is left to find it by itself"),
    }
    link();
}

/// The folder of the library, or what was tried.
fn folder() -> Result<String, String> {
    match env::var("DLOPT_LIB_DIR") {
        Ok(folder) => Ok(folder),
        Err(env::VarError::NotUnicode(folder)) => Err(format!("DLOPT_LIB_DIR is not UTF-8: {folder:?}")),
        Err(env::VarError::NotPresent) => ask_pkg_config().map_err(|why| {
            format!("DLOPT_LIB_DIR is not set, and {why} (PKG_CONFIG_PATH may name the folder of dlopt.pc)")
        }),
    }
}

fn ask_pkg_config() -> Result<String, String> {
    let program = env::var("PKG_CONFIG").unwrap_or_else(|_| "pkg-config".into());
    let said = Command::new(&program)
        .args(["--variable=libdir", "dlopt"])
        .output()
        .map_err(|error| format!("'{program}' does not run: {error}"))?;
    let folder = String::from_utf8_lossy(&said.stdout).trim().to_string();
    if said.status.success() && !folder.is_empty() {
        Ok(folder)
    } else {
        Err(format!("'{program} --variable=libdir dlopt' does not find it"))
    }
}

fn link() {
    if env::var_os("CARGO_FEATURE_STATIC").is_none() {
        println!("cargo:rustc-link-lib=dylib=dlopt");
        return;
    }
    println!("cargo:rustc-link-lib=static=dlopt");
    for library in ["stdc++", "m", "pthread"] {
        println!("cargo:rustc-link-lib=dylib={library}");
    }
}
