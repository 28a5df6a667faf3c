//! Tests of `send_to`.
#![allow(clippy::unwrap_used)] // all of it is test code

mod ends;
mod manual;
mod order;
mod panics;
mod told;
