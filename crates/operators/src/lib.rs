//! Sources, operators, sinks and schedulers for [`reactive_streams`].
//!
//! A chain begins with a source, goes through operators, and ends in a sink that is awaited or blocked
//! on. Demand goes the other way: nothing is produced that has not been requested, and every queue on
//! the way is bounded. No runtime is needed.
//!
//! ```
//! use reactive_streams_operators::prelude::*;
//! use reactive_streams_operators::range;
//!
//! let sum = range(1..100u32).filter(|n| n % 2 == 0).map(u64::from).take(10);
//! assert_eq!(sum.fold(0, |sum, n| sum + n).block(), Ok(110));
//! ```
//!
//! | where | what |
//! |---|---|
//! | [`source`] | [`from_iter`], [`range`], [`once`], [`empty`], [`error`], [`never()`], [`from_stream`], [`from_try_stream`], [`from_fetch`], [`channel`], [`interval`], [`timer`]; with the feature `tokio` also `lines` |
//! | [`ext`] | the operators and sinks, one method each |
//! | [`delivery`] | elements that are acknowledged, and how many are not |
//! | [`processor`] | a chain of operators as a [`Processor`](reactive_streams::Processor) |
//! | [`sink`] | the sinks in halves, for publishers of other libraries |
//! | [`scheduler`] | where work runs: a thread, a pool of them, a tokio runtime, a test that decides |
//!
//! # What all of it keeps
//!
//! - **Fusion.** A chain of synchronous stages from an iterator to a sink is run as that iterator. It
//!   cannot be noticed, but for the time it takes.
//! - **Panics.** If user code in a stage panics, the stream is over (§2.13): its source, its subscriber
//!   and what is buffered are dropped, and the panic unwinds to whoever caused the signal. A sink hands
//!   the panic of its own closure to whoever waits for it.
//! - **Dropping.** What is handed to a caller (an outcome, a stream) cancels when it is dropped. A
//!   subscriber that is dropped without a terminal signal makes the sink fail with
//!   [`SinkError::Abandoned`]; it never hangs.
//! - **Error types.** A stream has the error type of its source, [`Infallible`](std::convert::Infallible)
//!   where that cannot fail. An operator that adds an error of its own wants a type that can carry it;
//!   [`AnyError`] carries all.
//! - **Errors.** One that comes up when its stream has ended is neither lost nor fatal: see [`hooks`].
#![forbid(unsafe_code)]

#[macro_use]
mod opaque;

mod any_error;
pub mod delivery;
pub mod engine;
pub mod ext;
pub mod hooks;
pub mod mono;
pub mod operator;
pub mod prelude;
mod processor;
pub mod scheduler;
pub mod sink;
pub mod sinks;
pub mod source;
mod sync;

pub use any_error::AnyError;
pub use engine::Panicked;
pub use mono::Mono;
pub use operator::{
    BoxPublisher, BoxSubscriber, Repeat, Retry, RetryError, concat, first_with_signal,
    first_with_value, interleave, merge_all, merge_comparing, merge_preferred, merge_sequence,
    merge_sequential, strict_lanes, weighted_lanes, when, zip3, zip4,
};
pub use processor::{Chain, ChainSubscriber, Upstream, processor};
pub use sink::{Elements, IntoStream, Outcome, SinkError};
pub use sinks::Sinks;
pub use source::*;
