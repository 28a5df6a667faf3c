//! The example in the README is a program that builds and runs.

use std::fs;
use std::path::Path;

#[test]
fn example_runs() {
    let readme = fs::read_to_string("README.md").unwrap();
    let (_, rest) = readme.split_once("```rust\n").unwrap();
    let (program, _) = rest.split_once("```\n").unwrap();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme.rs");
    fs::write(&path, program).unwrap();
    trybuild::TestCases::new().pass(path);
}
