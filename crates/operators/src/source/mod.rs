//! Publishers that begin a chain.

pub(crate) mod channel;
mod create;
mod error;
mod from_iter;
mod from_stream;
mod interval;
#[cfg(feature = "tokio")]
mod lines;
mod never;
mod timer;

pub use channel::{ChannelPublisher, SendError, SendFuture, Sender, TrySendError, channel};
pub use create::{Create, Emitter, create};
pub use error::{Failed, error};
pub use from_iter::{FromIter, empty, from_iter, once, range};
pub use from_stream::{FromStream, FromTryStream, from_stream, from_try_stream};
pub use interval::{Interval, Missed, MissedTick, StrictInterval, interval};
#[cfg(feature = "tokio")]
pub use lines::{Lines, lines};
pub use never::{Never, never};
pub use timer::{Timer, timer};
