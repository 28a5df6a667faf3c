//! The engine that reads streams in an order of its own: a queue for each, and an [`Order`] that says
//! which is next.

mod feed;
mod outer;
mod shared;
mod source;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::Waker;

use reactive_streams::{Publisher, Subscriber};

use super::prefetch::{prefetch, prefetching};
use super::{Arbiter, Drain, End, Merging};
use feed::GatherFeed;
use outer::Outer;
use shared::{Flagged, Shared};
pub(crate) use source::Source;

/// Which of several streams is next.
///
/// They stand in the order in which they have come; those that have ended are removed.
pub(crate) trait Order<T, E>: Send + 'static {
    /// The index of the stream whose next element is to be emitted, after it has been
    /// [peeked](Source::peek) at; none if that is not decided by what there is.
    ///
    /// # Errors
    ///
    /// What peeking has failed with.
    fn choose(&mut self, sources: &mut [Source<T, E>]) -> Result<Option<usize>, End<E>>;

    /// Whether a new stream takes the place of those that are there.
    const REPLACES: bool = false;

    /// The stream of this index has ended.
    fn removed(&mut self, _index: usize) {}
}

/// A gathering that is under way, in the hands of one that brings streams.
struct Gather<T, E> {
    shared: Arc<Shared<T, E>>,
    waker: Waker,
}

impl<T: Send + 'static, E: Send + 'static> Gather<T, E> {
    /// Subscribes `subscriber` to streams that are [added](Self::add), until the outer stream
    /// [ends](Self::end_outer). `outer` is asked for another whenever one has ended.
    fn start<O, S>(delay_errors: bool, outer: Arc<Arbiter>, order: O, subscriber: S) -> Self
    where
        O: Order<T, E>,
        S: Subscriber<T, E>,
    {
        let shared = Arc::new(Shared::new(Arc::clone(&outer)));
        let drain = Drain::new(None, Some(outer));
        let waker = drain.waker();
        drain.start(GatherFeed::new(Arc::clone(&shared), order, delay_errors), subscriber);
        Self { shared, waker }
    }

    /// The subscriber for another stream, of which so many elements may wait; none if all is over.
    fn open(&self, capacity: NonZeroUsize) -> Option<Flagged<T, E>> {
        let (queue, feed) = prefetch(capacity, prefetching(capacity), self.waker.clone());
        let posted = self.shared.post(feed);
        posted.then(|| Flagged::new(queue, Arc::clone(&self.shared), self.waker.clone()))
    }

    /// Subscribes another stream.
    fn add<P: Publisher<Item = T, Error = E>>(&self, publisher: P, capacity: NonZeroUsize) {
        if let Some(stream) = self.open(capacity) {
            self.waker.wake_by_ref();
            publisher.subscribe(stream);
        }
    }

    /// The outer stream has ended.
    fn end_outer(&self, end: End<E>) {
        self.shared.outer().finish();
        self.shared.end(end);
        self.waker.wake_by_ref();
    }
}

/// Subscribes `subscriber` to the elements of `publishers`, all of them at once. Of each, as many as stand
/// beside it are requested beforehand.
pub(crate) fn gather<I, P, O, S>(publishers: I, delay_errors: bool, order: O, subscriber: S)
where
    I: Iterator<Item = (P, NonZeroUsize)>,
    P: Publisher,
    O: Order<P::Item, P::Error>,
    S: Subscriber<P::Item, P::Error>,
{
    // All are there before the first is read: their order is that in which they stand. And the iterator
    // has come to its end before anybody waits for it.
    let publishers: Vec<_> = publishers.collect();
    let gather = Gather::start(delay_errors, Arc::new(Arbiter::new(0)), order, subscriber);
    let streams: Vec<_> = publishers.iter().map(|(_, capacity)| gather.open(*capacity)).collect();
    gather.end_outer(End::Complete);
    for (stream, (publisher, _)) in streams.into_iter().zip(publishers) {
        if let Some(stream) = stream {
            publisher.subscribe(stream);
        }
    }
}

/// Subscribes `subscriber` to the elements of what `f` makes of the elements of `upstream`, of which
/// `concurrency` are requested beforehand.
pub(crate) fn gather_map<P, F, Q, O, S>(
    merging: Merging,
    upstream: P,
    concurrency: NonZeroUsize,
    f: F,
    order: O,
    subscriber: S,
) where
    P: Publisher,
    F: FnMut(P::Item) -> Q + Send + 'static,
    Q: Publisher<Error = P::Error>,
    O: Order<Q::Item, P::Error>,
    S: Subscriber<Q::Item, P::Error>,
{
    let outer = Arc::new(Arbiter::new(concurrency.get() as u64));
    let gather = Gather::start(merging.delay_errors, outer, order, subscriber);
    upstream.subscribe(Outer::new(gather, merging.prefetch, f));
}
