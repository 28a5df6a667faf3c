use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber, Subscription};

use crate::engine::{End, History, Replayed};
use crate::sync::{Mutex, lock};

/// Publisher for [`ShareExt::replay`](crate::ext::ShareExt::replay); each of its clones can be
/// subscribed.
#[must_use = "publishers do nothing unless subscribed"]
pub struct Replay<P: Publisher> {
    /// Gone when it has been subscribed.
    upstream: Arc<Mutex<Option<P>>>,
    replayed: Arc<Replayed<P::Item, P::Error>>,
}

impl<P: Publisher> Replay<P> {
    pub(crate) fn new(upstream: P, limit: NonZeroUsize) -> Self {
        let upstream = Arc::new(Mutex::new(Some(upstream)));
        Self { upstream, replayed: Replayed::new(History::with_upstream(limit)) }
    }

    /// Whether it has failed, or its last element is `invalid`.
    pub(super) fn is_invalid(&self, invalid: &impl Fn(&P::Item) -> bool) -> bool {
        let (last, failed) = self.replayed.history().last();
        failed || last.is_some_and(|last| invalid(&last))
    }

    /// Whether it is a clone of `other`.
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.replayed, &other.replayed)
    }
}

impl<P: Publisher> Clone for Replay<P> {
    fn clone(&self) -> Self {
        Self { upstream: Arc::clone(&self.upstream), replayed: Arc::clone(&self.replayed) }
    }
}

impl<P: Publisher> fmt::Debug for Replay<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay").finish_non_exhaustive()
    }
}

impl<P> Publisher for Replay<P>
where
    P: Publisher<Item: Clone + Sync, Error: Clone>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        self.replayed.subscribe(subscriber);
        let upstream = lock(&self.upstream).take();
        if let Some(upstream) = upstream {
            upstream.subscribe(Writer(Arc::clone(self.replayed.history())));
        }
    }
}

/// Writes the history. Does not keep it from being cancelled when nobody can read it any more.
struct Writer<T, E>(Arc<History<T, E>>);

impl<T, E> Writer<T, E> {
    /// The first end counts; another one is given back.
    fn end(&self, end: End<E>) -> Option<End<E>> {
        if let Some(upstream) = self.0.upstream() {
            upstream.finish();
        }
        self.0.end(end).err()
    }
}

impl<T, E> Subscriber<T, E> for Writer<T, E>
where
    T: Send + Sync + 'static,
    E: Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        match self.0.upstream() {
            Some(upstream) => upstream.connect(subscription),
            None => subscription.cancel(),
        }
    }

    fn on_next(&mut self, item: T) {
        drop(self.0.push(item)); // more than was requested is dropped (§1.1)
    }

    fn on_error(self, error: E) {
        End::undelivered(self.end(End::Error(error)));
    }

    fn on_complete(self) {
        self.end(End::Complete);
    }
}

impl<T, E> Drop for Writer<T, E> {
    fn drop(&mut self) {
        self.end(End::Abandoned);
    }
}
