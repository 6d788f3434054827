//! Tests and examples find libdlopt.so where dlopt-sys found it. Programs of others find theirs as their system does.

fn main() {
    println!("cargo:rerun-if-env-changed=DEP_DLOPT_LIB_DIR");
    if let Ok(folder) = std::env::var("DEP_DLOPT_LIB_DIR") {
        println!("cargo:rustc-link-arg=-Wl,-rpath,{folder}");
    }
}
