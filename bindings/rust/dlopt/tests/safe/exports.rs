//! The safe crate uses every function that the library exports, but for those named here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Exports that the safe crate can do without, and why.
const LEFT_OUT: &[(&str, &str)] = &[("dlopt_tensor_init", "views fill in the structure themselves")];

/// The names that stand behind each `mark`.
fn names<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = String> + 'a {
    let name = |rest: &str| {
        rest.split(|c: char| !c.is_alphanumeric() && c != '_')
            .next()
            .unwrap_or_default()
            .into()
    };
    text.split(mark).skip(1).map(name)
}

fn used_in(folder: &Path, used: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            used_in(&path, used);
        } else {
            used.extend(names(&fs::read_to_string(&path).unwrap(), "sys::"));
        }
    }
}

#[test]
fn every_export_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let exported = fs::read_to_string(root.join("../../../src/capi/dlopt.symbols")).unwrap();
    let exported: BTreeSet<_> = exported.lines().map(String::from).collect();
    let mut used = BTreeSet::new();
    used_in(&root.join("src"), &mut used);
    let left_out: BTreeSet<_> = LEFT_OUT.iter().map(|(name, _)| name.to_string()).collect();
    let unused: BTreeSet<_> = exported.difference(&used).cloned().collect();
    assert!(exported.len() > 100);
    assert_eq!(unused, left_out);
}
