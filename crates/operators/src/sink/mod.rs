//! Where a chain ends: what becomes of the elements.
//!
//! Each sink exists twice. The methods of [`ext`](crate::ext) make a lazy value that
//! is awaited or blocked on. The functions here give its two halves: the subscriber, for any
//! publisher, and the handle of whoever waits.

mod collect;
mod consume;
mod error;
mod fold;
mod for_each;
mod into_stream;
mod outcome;

pub use collect::collect;
pub(crate) use collect::collector;
pub use consume::Consume;
pub use error::SinkError;
pub(crate) use fold::FoldDriver;
pub use fold::fold;
pub(crate) use for_each::caller;
pub use for_each::for_each;
pub use into_stream::{Elements, IntoStream, into_stream};
pub use outcome::Outcome;
