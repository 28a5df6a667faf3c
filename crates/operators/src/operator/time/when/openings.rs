use std::num::NonZeroUsize;
use std::task::Waker;

use reactive_streams::Publisher;

use crate::engine::{End, PrefetchFeed, PrefetchQueue, prefetch, prefetching};

/// What opens parts of a stream, and makes what will close them.
pub(super) struct Openings<O, E, F> {
    queue: PrefetchFeed<O, E>,
    closing: F,
    waker: Waker,
    /// Whether one has been requested and has not come.
    requested: bool,
}

impl<O, E, F> Openings<O, E, F>
where
    O: Send + 'static,
    E: Send + 'static,
{
    /// The openings, and what is to subscribe to them.
    pub(super) fn new(closing: F, waker: Waker) -> (PrefetchQueue<O, E>, Self) {
        let (subscriber, queue) = first_of(waker.clone());
        (subscriber, Self { queue, closing, waker, requested: true })
    }

    pub(super) fn error(&mut self) -> Option<End<E>> {
        self.queue.error()
    }

    /// The end, once every opening has been taken.
    pub(super) fn end(&mut self) -> Option<End<E>> {
        self.queue.end()
    }

    /// The closing of the next part, if there is an opening; another is requested if there may be `more`.
    pub(super) fn next<Q>(&mut self, more: bool) -> Option<Closing<Q::Item, E>>
    where
        Q: Publisher<Error = E>,
        F: FnMut(O) -> Q,
    {
        if !more && !self.requested {
            return None;
        }
        let opening = self.queue.pop(); // requests one, if none is
        self.requested = opening.is_none();
        Some(Closing::by((self.closing)(opening?), self.waker.clone()))
    }
}

/// What closes a part: cancelled when it is dropped.
pub(super) struct Closing<C, E>(PrefetchFeed<C, E>);

impl<C, E> Closing<C, E>
where
    C: Send + 'static,
    E: Send + 'static,
{
    /// The closing that a publisher signals.
    pub(super) fn by<Q>(publisher: Q, waker: Waker) -> Self
    where
        Q: Publisher<Item = C, Error = E>,
    {
        let (subscriber, signals) = first_of(waker);
        publisher.subscribe(subscriber);
        Self(signals)
    }

    /// Whether to close the part.
    ///
    /// # Errors
    ///
    /// The end of everything: it has failed, or was abandoned.
    pub(super) fn is_due(&mut self) -> Result<bool, End<E>> {
        if let Some(error) = self.0.error() {
            return Err(error);
        }
        match self.0.pop().map_or_else(|| self.0.end(), |_| Some(End::Complete)) {
            None => Ok(false),
            Some(End::Complete) => Ok(true),
            Some(end) => Err(end),
        }
    }
}

/// A queue for one signal at a time.
fn first_of<T, E>(waker: Waker) -> (PrefetchQueue<T, E>, PrefetchFeed<T, E>) {
    let one = NonZeroUsize::MIN;
    prefetch(one, prefetching(one), waker)
}
