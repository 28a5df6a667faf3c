//! The conformance suite for Reactive Streams in Rust: every rule, against any implementation.
//!
//! In a crate that has publishers, subscribers or processors of its own, a test target of ten lines
//! runs the whole suite on them. `Cargo.toml`:
//!
//! ```toml
//! [dev-dependencies]
//! reactive-streams-tck = "0.1"
//!
//! [[test]]
//! name = "conformance"
//! harness = false
//! ```
//!
//! and `tests/conformance.rs`:
//!
//! ```no_run
//! # use reactive_streams::{Publisher, Subscriber};
//! # struct Countdown(u64);
//! # impl Publisher for Countdown {
//! #     type Item = u64;
//! #     type Error = std::convert::Infallible;
//! #     fn subscribe<S: Subscriber<u64, Self::Error>>(self, _subscriber: S) {}
//! # }
//! fn main() -> std::process::ExitCode {
//!     reactive_streams_tck::main(|suite| {
//!         suite.publisher("countdown", |given| Countdown(given.len()));
//!     })
//! }
//! ```
//!
//! # How it works
//!
//! | | |
//! |---|---|
//! | [`log`] | a run writes down every signal, call and drop, in order |
//! | [`oracle`] | a pure function judges that log by all rules, whatever the run was about |
//! | [`checks`] | scenarios provoke: more than a hundred of them, each with the rules that it is about |
//! | [`Suite`] | what is under test, and what it says that it can do |
//! | [`run`] | plays every scenario with every implementation, and comes to verdicts |
//! | [`report`] | verdicts for people, as JSON, and as JUnit XML |
//! | [`main`] | all of this as an ordinary test target |
//!
//! A verdict is one of passed, failed (with the trace, the seed and the command that replays it),
//! declined (a capability that the implementation says it lacks), not applicable, kept by the compiler,
//! and advisory. Nothing is skipped without a word, and a run that played nothing is no success.
//!
//! # Threads and time
//!
//! Nothing sleeps for what can be known. An implementation works on its caller's thread, or on the
//! deterministic scheduler that the suite hands it ([`Given::scheduler`]): then "never" means not before
//! quiescence, and comes at once. Only for [`Execution::Foreign`] threads there are [`Limits`], and a
//! slow machine makes such a run slower, not red.
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
    TestWorker, Work, WorkCounter,
};
