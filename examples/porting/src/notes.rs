//! Has the tests of documentation run the examples of `spec-notes/porting.md`.
#![doc = include_str!("../../../spec-notes/porting.md")]
