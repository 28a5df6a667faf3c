//! What `cargo tck` does, as functions: the tests of this crate call them too.

pub mod rules;
pub mod workspace;
