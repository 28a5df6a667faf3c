//! Tests of `lines`.
#![cfg(feature = "tokio")]
#![allow(clippy::unwrap_used)] // also in helpers

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{SinkError, lines};
use rstest::rstest;
use tokio::runtime::Runtime;

/// A file that is removed when the test is over.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str, text: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("lines-{}-{name}", std::process::id()));
        fs::write(&path, text).unwrap();
        Self(path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        fs::remove_file(&self.0).unwrap();
    }
}

#[rstest]
#[case("empty", "", &[])]
#[case("one", "one", &["one"])]
#[case("ends", "one\n\r\ntwo\r\n three ", &["one", "", "two", " three "])]
fn gives_the_lines(#[case] name: &str, #[case] text: &str, #[case] expected: &[&str]) {
    let (file, runtime) = (Temporary::new(name, text.as_bytes()), Runtime::new().unwrap());
    let text = lines(&file.0, runtime.handle()).collect::<Vec<_>>().block().unwrap();
    assert_eq!(text, expected);
}

#[test]
fn a_line_may_be_longer_than_a_block() {
    let long = "x".repeat(200_000);
    let file = Temporary::new("long", format!("{long}\nshort").as_bytes());
    let runtime = Runtime::new().unwrap();
    let text = lines(&file.0, runtime.handle()).collect::<Vec<_>>().block().unwrap();
    assert_eq!(text, [long.as_str(), "short"]);
}

#[rstest]
#[case("binary", b"one\n\xff\n".to_vec(), "line 2 is not UTF-8")]
#[case("endless", vec![b'x'; (1 << 20) + 1], "line 1 is longer than 1 MiB")]
fn a_bad_line_is_named(#[case] name: &str, #[case] text: Vec<u8>, #[case] message: &str) {
    let (file, runtime) = (Temporary::new(name, &text), Runtime::new().unwrap());
    let outcome = lines(&file.0, runtime.handle()).collect::<Vec<_>>().block();
    let Err(SinkError::Upstream(error)) = outcome else { panic!("no error") };
    assert_eq!((error.kind(), error.to_string()), (ErrorKind::InvalidData, message.to_owned()));
}

#[test]
fn a_runtime_that_shuts_down_abandons_the_subscriber() {
    let file = Temporary::new("runtime", b"one\n");
    let runtime = Runtime::new().unwrap();
    let publisher = lines(&file.0, runtime.handle());
    drop(runtime);
    let outcome = publisher.collect::<Vec<_>>().block();
    assert!(matches!(outcome, Err(SinkError::Abandoned)));
}
