//! The conformance suite for Reactive Streams in Rust: every rule, against any implementation.
#![forbid(unsafe_code)]

mod check;
mod checks;
mod harness;
pub mod log;
pub mod oracle;
pub mod report;
pub mod rule;
mod run;
mod suite;
mod world;

pub use check::{Check, checks};
pub use harness::main;
pub use run::{Options, run};
pub use suite::{ProcessorSpec, PublisherSpec, Role, Sharing, Subject, SubscriberSpec, Suite};
pub use world::{
    AnySubscriber, Element, Elements, Execution, Given, Handler, Limits, TestError, TestScheduler,
    TestWorker,
};
