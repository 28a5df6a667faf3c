//! Tests of Reactive Streams: script a publisher, verify a subscriber, let virtual time pass.
//!
//! | | |
//! |---|---|
//! | [`StepVerifier`] | a script of what a publisher is expected to do |
//! | [`TestPublisher`] | a publisher in the test's hand: says what it is told, records what it is asked for |
//! | [`TestSubscriber`] | a subscriber in the test's hand: records what it is told |
//! | [`VirtualTime`] | a scheduler whose clock the test moves |
//! | [`marble()`], [`assert_marbles`] | streams drawn as text, `-a-b--\|` |
//! | [`PublisherProbe`] | whether a publisher was used, and how |
//! | [`LeakCheck`] | values that are counted while they live |
//! | [`race`], [`on_small_stack`] | two threads at once; a stack that no recursion survives |
//!
//! # Rules
//!
//! The oracle of the conformance suite, [`reactive_streams_tck::oracle`], judges every link of these
//! three, so each test is a conformance test as well. A publisher that sends more than was requested
//! fails a test that only looked at the sum:
//!
//! ```should_panic
//! # use reactive_streams::{Publisher, Subscriber, Subscription};
//! # use std::{convert::Infallible, sync::Arc};
//! # struct Deaf;
//! # struct Nothing;
//! # impl Subscription for Nothing {
//! #     fn request(&self, _: reactive_streams::Demand) {}
//! #     fn cancel(&self) {}
//! # }
//! # impl Publisher for Deaf {
//! #     type Item = u32;
//! #     type Error = Infallible;
//! #     fn subscribe<S: Subscriber<u32, Infallible>>(self, mut subscriber: S) {
//! #         subscriber.on_subscribe(Arc::new(Nothing));
//! #         (1..4).for_each(|n| subscriber.on_next(n));
//! #         subscriber.on_complete();
//! #     }
//! # }
//! use reactive_streams_test::StepVerifier;
//!
//! // `Deaf` does not listen to `request`: §1.1, says the message, and shows the trace.
//! StepVerifier::create(Deaf).with_initial_demand(1).expect_next_count(3).verify_complete();
//! ```
//!
//! A test that breaks a rule on purpose says which: [`Violation`] for its own publisher,
//! [`TestSubscriber::tolerating`] for the one under test.
#![forbid(unsafe_code)]

mod leaks;
mod marble;
mod oracle;
mod probe;
mod publisher;
mod subscriber;
mod threads;
mod verifier;

pub use leaks::{LeakCheck, Tracked};
pub use marble::{FRAME, Marble, MarbleError, assert_marbles, marble, record_marbles};
pub use probe::{Probed, PublisherProbe};
pub use publisher::{Scripted, TestPublisher, Violation};
pub use reactive_streams_operators::scheduler::DeterministicScheduler as VirtualTime;
pub use subscriber::{Recording, TestSubscriber};
pub use threads::{on_small_stack, race};
pub use verifier::{StepVerifier, Verification};

/// The examples of the readme run, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
