//! Where a chain ends: what becomes of the elements.
//!
//! Each sink exists twice. The methods of [`ext`](crate::ext) make a lazy value that
//! is awaited or blocked on. The functions here give its two halves: the subscriber, for any
//! publisher, and the handle of whoever waits.

mod base_subscriber;
mod blocking_iter;
mod collect;
mod disposable;
mod error;
mod fold;
mod for_each;
mod into_stream;
mod outcome;
mod reduce;
mod subscribe_fn;

pub use base_subscriber::{BaseSubscriber, Control, Hooks};
pub use blocking_iter::BlockingIter;
pub use collect::{Collect, collect};
pub use disposable::Disposable;
pub(crate) use disposable::Running;
pub use error::SinkError;
pub use fold::{Fold, fold};
pub use for_each::{ForEach, for_each};
pub use into_stream::{Elements, IntoStream, into_stream};
pub use outcome::Outcome;
pub(crate) use reduce::ReduceDriver;
pub(crate) use subscribe_fn::SubscribeFn;
