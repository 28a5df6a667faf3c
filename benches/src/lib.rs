//! Reactive Streams for Rust side by side with its peers.
//!
//! | where | what |
//! |---|---|
//! | [`scenario`] | one file for each: our pipeline, and the same work done by every peer |
//! | `harness` | runs the contenders of a scenario in turns, and reports; its clock and its reports are for `brokers/bench` as well |
//! | `examples/crossing.rs` | what crosses the border to the JVM |
//! | `java/` | what libraries of the JVM do of it, for `just bench-jvm` |
//! | `bin/bench.rs` | `just bench` |
//! | `bin/instructions.rs` | `just instructions`: a guard that no noise can trip |

#[cfg(feature = "peers")]
mod channel;
mod compiler;
#[cfg(feature = "harness")]
pub mod harness;
#[cfg(feature = "peers")]
mod hop;
#[cfg(feature = "peers")]
mod ring;
pub mod scenario;
mod subscriber;
pub mod work;

pub use compiler::compiler;
