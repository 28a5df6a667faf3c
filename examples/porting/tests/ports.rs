//! Every port gives what its original gives. What that is stands in `expected.txt`, so that it can be compared
//! without Java; `.ci/porting` runs the originals.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the program prints.
fn run(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_porting")).args(arguments).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

fn ports() -> BTreeSet<String> {
    run(&[]).lines().map(str::to_owned).collect()
}

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn each_port_gives_what_is_expected() {
    let ports = ports();
    assert_eq!(ports.len(), 13);
    for port in ports {
        let expected = fs::read_to_string(sources().join(&port).join("expected.txt")).unwrap();
        assert!(!expected.is_empty(), "{port}");
        assert_eq!(run(&[&port]), expected, "{port}");
    }
}

#[test]
fn each_original_has_its_port() {
    let folders = fs::read_dir(sources()).unwrap().map(|entry| entry.unwrap().path());
    let originals = folders.filter(|folder| folder.join("input.txt").exists()).map(|folder| {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let class = name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
        let original = folder.join(class.collect::<String>()).with_extension("java");
        assert!(original.exists(), "{}", original.display());
        name
    });
    assert_eq!(originals.collect::<BTreeSet<_>>(), ports());
}
