//! Publishers that begin a chain.

pub(crate) mod channel;
mod create;
mod defer;
mod error;
mod flatten_stream;
mod from_async;
mod from_callable;
mod from_fetch;
mod from_future;
mod from_iter;
mod from_publisher;
mod from_runnable;
mod from_stream;
mod future;
mod generate;
mod interval;
#[cfg(feature = "tokio")]
mod lines;
mod never;
mod resource;
mod timer;
mod unfold;
mod unfold_async;
mod unfold_resource;
mod using;
mod using_when;

pub use channel::{
    ChannelPublisher, SendError, SendFuture, SendTimeoutError, SendTimeoutFuture, Sender,
    TrySendError, channel,
};
pub use create::{Create, Emitter, create};
pub use defer::{Defer, defer};
pub use error::{Failed, error};
pub use flatten_stream::{FlattenStream, flatten_stream};
pub use from_async::{FromAsync, FromTryAsync, from_async, from_try_async};
pub use from_callable::{FromTryCallable, from_callable, from_try_callable};
pub use from_fetch::{Fetch, FromFetch, from_fetch, from_fetch_on};
pub use from_future::{FromFuture, FromTryFuture, from_future, from_try_future};
pub use from_iter::{FromIter, empty, from_iter, from_option, once, range};
pub use from_publisher::{FromPublisher, from_publisher};
pub use from_runnable::{FromRunnable, from_runnable};
pub use from_stream::{FromStream, FromTryStream, from_stream, from_try_stream};
pub use generate::{Generate, generate};
pub use interval::{Interval, Missed, MissedTick, StrictInterval, interval};
#[cfg(feature = "tokio")]
pub use lines::{Lines, lines};
pub use never::{Never, never};
pub use timer::{Timer, timer};
pub use unfold::{Unfold, from_fn, repeat_value, unfold};
pub use unfold_async::{UnfoldStream, unfold_async};
pub use unfold_resource::{UnfoldResource, unfold_resource};
pub use using::{Using, using};
pub use using_when::{Ended, UsingWhen, using_when};
