use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use reactive_streams::{Publisher, Subscriber};

use crate::engine::{Drain, End, Feed, Signal};
use crate::scheduler::{Scheduler, Worker};

/// Gives the items of a [`Stream`], polled on a worker of `scheduler`.
///
/// # Demand
///
/// The stream is polled only while there is demand, and nothing is buffered. Its waker puts the next
/// poll on the worker and does nothing else, so it may be called from anywhere. The end of the stream
/// is noticed when it is polled, that is, once there is demand for one more than it has.
///
/// Cancelling drops the stream: at once if it is not being polled, else when that poll returns. If the
/// stream panics, or the scheduler has shut down, stream and subscriber are dropped.
///
/// ```
/// # use std::{pin::Pin, task::{Context, Poll}};
/// use reactive_streams_operators::scheduler::ThreadScheduler;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{from_stream, range};
///
/// let threads = ThreadScheduler::new("streams");
/// # struct Countdown(u32);
/// # impl futures_core::Stream for Countdown {
/// #     type Item = u32;
/// #     fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u32>> {
/// #         if self.0 == 0 { return Poll::Ready(None) }
/// #         self.0 -= 1;
/// #         Poll::Ready(Some(self.0))
/// #     }
/// # }
/// let stream = Countdown(3); // any `Stream + Send + 'static`
///
/// let items = from_stream(stream, &threads).collect::<Vec<_>>().block();
/// assert_eq!(items.unwrap(), [2, 1, 0]);
/// ```
pub fn from_stream<St>(stream: St, scheduler: &dyn Scheduler) -> FromStream<St>
where
    St: Stream + Send + 'static,
    St::Item: Send + 'static,
{
    FromStream(from_try_stream(Infallibly(Box::pin(stream)), scheduler))
}

/// Gives the items of a stream of results, and fails with its first error.
///
/// Behaves as [`from_stream`]; the stream is dropped with its first error.
///
/// ```
/// # use std::{pin::Pin, task::{Context, Poll}};
/// use reactive_streams_operators::scheduler::ThreadScheduler;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{SinkError, from_try_stream};
///
/// # struct Broken;
/// # impl futures_core::Stream for Broken {
/// #     type Item = Result<u32, &'static str>;
/// #     fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
/// #         Poll::Ready(Some(Err("connection reset")))
/// #     }
/// # }
/// let threads = ThreadScheduler::new("streams");
/// let items = from_try_stream(Broken, &threads).collect::<Vec<_>>().block();
/// assert_eq!(items, Err(SinkError::Upstream("connection reset")));
/// ```
pub fn from_try_stream<St, T, E>(stream: St, scheduler: &dyn Scheduler) -> FromTryStream<St>
where
    St: Stream<Item = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    FromTryStream { stream, worker: scheduler.worker() }
}

/// Publisher for [`from_stream`].
#[must_use = "publishers do nothing unless subscribed"]
pub struct FromStream<St>(FromTryStream<Infallibly<St>>);

impl<St> fmt::Debug for FromStream<St> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FromStream").finish_non_exhaustive()
    }
}

impl<St> Publisher for FromStream<St>
where
    St: Stream + Send + 'static,
    St::Item: Send + 'static,
{
    type Item = St::Item;
    type Error = Infallible;

    fn subscribe<S: Subscriber<St::Item, Infallible>>(self, subscriber: S) {
        self.0.subscribe(subscriber);
    }
}

/// A stream as a stream of results, none of which is an error.
struct Infallibly<St>(Pin<Box<St>>);

impl<St: Stream> Stream for Infallibly<St> {
    type Item = Result<St::Item, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(cx).map(|item| item.map(Ok))
    }
}

/// Publisher for [`from_try_stream`].
#[must_use = "publishers do nothing unless subscribed"]
pub struct FromTryStream<St> {
    stream: St,
    worker: Box<dyn Worker>,
}

impl<St> fmt::Debug for FromTryStream<St> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FromTryStream").finish_non_exhaustive()
    }
}

impl<St, T, E> Publisher for FromTryStream<St>
where
    St: Stream<Item = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        let drain = Drain::new(Some(self.worker), None);
        let feed = StreamFeed { stream: Box::pin(self.stream), waker: drain.waker() };
        drain.start(feed, subscriber);
    }
}

struct StreamFeed<St> {
    stream: Pin<Box<St>>,
    waker: Waker,
}

impl<St, T, E> Feed for StreamFeed<St>
where
    St: Stream<Item = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        if !wanted {
            return Signal::Wait;
        }
        match self.stream.as_mut().poll_next(&mut Context::from_waker(&self.waker)) {
            Poll::Ready(Some(Ok(item))) => Signal::Next(item),
            Poll::Ready(Some(Err(error))) => Signal::End(End::Error(error)),
            Poll::Ready(None) => Signal::End(End::Complete),
            Poll::Pending => Signal::Wait,
        }
    }
}
