use std::fmt;
use std::mem;
use std::num::NonZeroUsize;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use futures_core::Stream;
use reactive_streams::{Driver, Publisher, Subscriber};

use super::SinkError;
use crate::engine::{End, PrefetchFeed, PrefetchQueue, prefetch, prefetching};
use crate::sync::{Mutex, lock};

/// The two halves of [`ConsumeExt::into_stream`](crate::ext::ConsumeExt::into_stream).
pub fn into_stream<T, E>(capacity: NonZeroUsize) -> (impl Subscriber<T, E>, Elements<T, E>)
where
    T: Send + 'static,
    E: Send + 'static,
{
    halves(capacity)
}

fn halves<T, E>(capacity: NonZeroUsize) -> (PrefetchQueue<T, E>, Elements<T, E>) {
    let reader = Arc::new(Reader(Mutex::new(None)));
    let waker = Waker::from(Arc::clone(&reader));
    let (queue, feed) = prefetch(capacity, prefetching(capacity), waker);
    (queue, Elements { feed: Some(feed), reader })
}

/// Stream for [`ConsumeExt::into_stream`](crate::ext::ConsumeExt::into_stream).
#[must_use = "streams do nothing unless polled"]
pub struct IntoStream<P: Publisher>(State<P>);

enum State<P: Publisher> {
    Unsubscribed(P, NonZeroUsize),
    Started(Started<P::Item, P::Error>),
    /// It has ended, or panicked.
    Over,
}

/// A publisher that is being read.
enum Started<T, E> {
    /// An iterator needs no queue.
    Pulled(Box<dyn Iterator<Item = T> + Send>),
    Pushed(Elements<T, E>),
}

impl<P: Publisher> IntoStream<P> {
    pub(crate) fn new(publisher: P, capacity: NonZeroUsize) -> Self {
        Self(State::Unsubscribed(publisher, capacity))
    }

    /// Leaves it over, for the case of a panic.
    fn take_started(&mut self) -> Option<Started<P::Item, P::Error>> {
        match mem::replace(&mut self.0, State::Over) {
            State::Unsubscribed(publisher, capacity) => Some(publisher.drive(Start(capacity))),
            State::Started(started) => Some(started),
            State::Over => None,
        }
    }
}

struct Start(NonZeroUsize);

impl<T: Send + 'static, E: Send + 'static> Driver<T, E> for Start {
    type Output = Started<T, E>;
    /// To cancel is to drop the stream, and whoever polls has it in hand.
    const CANCELLABLE: bool = false;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> Started<T, E> {
        let (queue, elements) = halves(self.0);
        publisher.subscribe(queue);
        Started::Pushed(elements)
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> Started<T, E> {
        Started::Pulled(Box::new(iterator))
    }
}

// Nothing in it is pinned: the publisher is moved out as a whole.
impl<P: Publisher> Unpin for IntoStream<P> {}

impl<P: Publisher> fmt::Debug for IntoStream<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IntoStream").finish_non_exhaustive()
    }
}

impl<P: Publisher> Stream for IntoStream<P> {
    type Item = Result<P::Item, SinkError<P::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(mut started) = self.take_started() else { return Poll::Ready(None) };
        let item = match &mut started {
            Started::Pulled(items) => Poll::Ready(items.next().map(Ok)),
            Started::Pushed(elements) => Pin::new(elements).poll_next(cx),
        };
        if !matches!(item, Poll::Ready(None)) {
            self.0 = State::Started(started);
        }
        item
    }
}

/// The elements of a publisher as a stream, with an error as the last item.
///
/// Dropping it cancels (§2.6).
#[must_use = "streams do nothing unless polled"]
pub struct Elements<T, E> {
    /// Gone when the stream has ended.
    feed: Option<PrefetchFeed<T, E>>,
    reader: Arc<Reader>,
}

impl<T, E> Elements<T, E> {
    fn next(&mut self) -> Poll<Option<Result<T, SinkError<E>>>> {
        let Some(feed) = &mut self.feed else { return Poll::Ready(None) };
        if let Some(item) = feed.pop() {
            return Poll::Ready(Some(Ok(item)));
        }
        let Some(end) = feed.end() else { return Poll::Pending };
        self.feed = None;
        Poll::Ready(match end {
            End::Complete => None,
            End::Error(error) => Some(Err(SinkError::Upstream(error))),
            End::Abandoned => Some(Err(SinkError::Abandoned)),
        })
    }
}

// Nothing in it is pinned: elements are moved out.
impl<T, E> Unpin for Elements<T, E> {}

impl<T, E> fmt::Debug for Elements<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Elements").finish_non_exhaustive()
    }
}

impl<T, E> Stream for Elements<T, E> {
    type Item = Result<T, SinkError<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.next() {
            Poll::Pending => {
                // Then look again: an element may have come between the look and the waker.
                self.reader.wait(cx.waker().clone());
                self.next()
            }
            ready => ready,
        }
    }
}

/// The task that reads the stream, while it waits.
struct Reader(Mutex<Option<Waker>>);

impl Reader {
    fn wait(&self, waker: Waker) {
        let old = lock(&self.0).replace(waker);
        drop(old);
    }
}

impl Wake for Reader {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let waiting = lock(&self.0).take();
        if let Some(waker) = waiting {
            waker.wake();
        }
    }
}
