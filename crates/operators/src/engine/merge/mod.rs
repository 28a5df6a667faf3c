//! The engine that merges streams as their elements come: a queue for each, and one drain for all.
//!
//! Whoever brings elements while nobody emits and there is demand delivers them directly; else they wait
//! in a queue, and streams whose elements wait take turns.

mod channel;
mod feed;
mod inner;
mod outer;
mod shared;
mod turn;

use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber, Subscription};

use super::{Arbiter, Drain, End};
use feed::MergeFeed;
use inner::Inner;
use outer::Outer;
use shared::Shared;
use turn::Turn;

/// How streams are merged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Merging {
    /// How many elements of each stream are requested beforehand.
    pub(crate) prefetch: NonZeroUsize,
    /// Whether an error waits for the other streams to end.
    pub(crate) delay_errors: bool,
}

impl Merging {
    /// Subscribes `subscriber` to the elements of what `f` makes of the elements of `upstream`, at most
    /// `concurrency` of those at a time.
    pub(crate) fn flat_map<P, F, Q, S>(
        self,
        upstream: P,
        concurrency: NonZeroUsize,
        f: F,
        subscriber: S,
    ) where
        P: Publisher,
        F: FnMut(P::Item) -> Q + Send + 'static,
        Q: Publisher<Error = P::Error>,
        S: Subscriber<Q::Item, P::Error>,
    {
        let merge = Merge::start(self, Arbiter::new(concurrency.get() as u64), subscriber);
        upstream.subscribe(Outer::new(merge, f));
    }
}

/// A merge that is under way, in the hands of one that brings streams or elements.
pub(crate) struct Merge<T, E, S>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    drain: Arc<Drain<MergeFeed<T, E>, S>>,
    shared: Arc<Shared<T, E>>,
    prefetch: NonZeroUsize,
}

impl<T, E, S> Clone for Merge<T, E, S>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    fn clone(&self) -> Self {
        let (drain, shared) = (Arc::clone(&self.drain), Arc::clone(&self.shared));
        Self { drain, shared, prefetch: self.prefetch }
    }
}

impl<T, E, S> Merge<T, E, S>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    /// Subscribes `subscriber` to streams that are [added](Self::add), until the outer stream
    /// [ends](Self::end_outer). `outer` is asked for another whenever one has ended.
    pub(crate) fn start(merging: Merging, outer: Arbiter, subscriber: S) -> Self {
        let shared = Arc::new(Shared::new(outer, merging.delay_errors));
        let drain = Drain::of(None, [Some(Arc::clone(&shared) as Arc<dyn Subscription>), None]);
        drain.start(MergeFeed::new(Arc::clone(&shared)), subscriber);
        Self { drain, shared, prefetch: merging.prefetch }
    }

    /// Adds another stream.
    pub(crate) fn add<P: Publisher<Item = T, Error = E>>(&self, publisher: P) {
        let mut turn = Turn::new(self);
        turn.enter();
        publisher.drive(&mut turn);
        turn.leave();
    }

    fn subscribe<P: Publisher<Item = T, Error = E>>(&self, publisher: P) {
        if let Some(channel) = self.shared.open(self.prefetch) {
            publisher.subscribe(Inner::new(self.clone(), channel));
        }
    }

    /// The outer stream has ended.
    pub(crate) fn end_outer(&self, end: End<E>) {
        self.shared.outer().finish();
        self.end(end, |shared| shared.complete_one());
    }

    /// The outer stream, or one of the streams, has ended. If that does not end all of it, `complete`
    /// counts it, and tells whether it was the last.
    fn end(&self, end: End<E>, complete: impl FnOnce(&Shared<T, E>) -> bool) {
        let over = match self.shared.delay(end) {
            None => complete(&self.shared),
            Some(end) => {
                self.shared.post_end(end);
                true
            }
        };
        if over {
            self.drain.notify();
        }
    }
}
