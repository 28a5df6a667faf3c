//! What `cargo tck` does, as functions: the tests of this crate call them too.

pub mod workspace;
