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
use std::ops::Deref;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber, Subscription};

use super::emission::State;
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
pub(crate) struct Merge<T, E, S>(Arc<Parts<T, E, S>>)
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>;

pub(crate) struct Parts<T, E, S>
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
        Self(Arc::clone(&self.0))
    }
}

impl<T, E, S> Deref for Merge<T, E, S>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    type Target = Parts<T, E, S>;

    fn deref(&self) -> &Parts<T, E, S> {
        &self.0
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
        Self(Arc::new(Parts { drain, shared, prefetch: merging.prefetch }))
    }

    /// Adds another stream.
    pub(crate) fn add<P: Publisher<Item = T, Error = E>>(&self, publisher: P) {
        let mut turn = Turn::new(self);
        publisher.drive(&mut turn);
        turn.leave();
    }

    /// Subscribes to another stream; whether that has ended at once.
    fn subscribe<P: Publisher<Item = T, Error = E>>(&self, publisher: P) -> bool {
        let Some(channel) = self.shared.open(self.prefetch) else { return false };
        publisher.subscribe(Inner::new(self.clone(), channel));
        self.shared.has_ended_at_once()
    }

    /// Gives back the right to emit, `emitted` elements having been delivered.
    fn leave(&self, state: State<MergeFeed<T, E>, S>, emitted: u64) {
        if state.feed.is_idle() {
            self.drain.leave_empty(state, emitted);
        } else {
            self.drain.leave(state, emitted);
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
