//! Rate limits, circuit breakers, adaptive concurrency and load shedding, for pipelines and for what feeds them.
//!
//! Each of them is a value: a handle that is cloned, and shared between pipelines and whatever else there
//! is. And each of them is an operator, a method of [`ext`].
//!
//! | | what it bounds | as a value | as an operator |
//! |---|---|---|---|
//! | [`RateLimit`], [`RateLimits`] | elements in a time, of all or of each key | `check`, `acquire` | [`RateLimitExt`](ext::RateLimitExt) |
//! | [`Due`] | the time until an element has to be done with | | [`DeadlineExt`](ext::DeadlineExt) |
//! | [`Admission`] | what is taken on at all, by lane, deadline and whatever else is checked | `admit` | |
//! | [`AdaptiveLimit`] | what is in flight, by what becomes of it | `try_acquire`, `acquire`, `call` | [`AdaptiveExt`](ext::AdaptiveExt) |
//! | [`CircuitBreaker`] | calls that would fail | `try_acquire`, `acquire`, `call` | [`CircuitBreakerExt`](ext::CircuitBreakerExt) |
//!
//! Time is that of the scheduler that they are made with, so a test lets it pass.
#![forbid(unsafe_code)]

mod admission;
mod breaker;
mod concurrency;
mod deadline;
pub mod ext;
mod guarded;
mod number;
mod outcome;
mod rate;
mod sleep;
mod sync;

pub use admission::{Admission, AdmissionLane, Held, Permit, Refused, Shed};
pub use breaker::{
    BreakerPermit, BreakerPolicy, BreakerState, CallError, CircuitBreaker, CircuitBroken, Open,
};
pub use concurrency::{AdaptiveLimit, Aimd, Full, Gradient, LimitAlgorithm, LimitPermit};
pub use deadline::{Due, SetDue, ShedLate};
pub use guarded::Guarded;
pub use outcome::Outcome;
pub use rate::{ByKey, Limited, Limiter, RateCheck, RateHold, RateLimit, RateLimits, RateShed};

/// The examples of the readme run, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
