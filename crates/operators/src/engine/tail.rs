use std::marker::PhantomData;
use std::sync::Arc;

use reactive_streams::{Demand, Subscriber, Subscription};

use super::{End, Requested};
use crate::sync::{AtomicBool, Mutex, Ordering, lock};

/// A subscription behind which one more element may follow the upstream's last: the rest of a batch, the
/// result of a reduction, a value in the place of an error.
///
/// That element waits here, with the subscriber, until it is requested. Demand is added up and never
/// taken away, so an element that is passed on costs nothing: whoever subscribes counts those.
pub(crate) struct Tail<S, T, E, K> {
    upstream: Arc<dyn Subscription>,
    pace: K,
    requested: Requested,
    /// The upstream has ended, or must hear nothing more.
    done: AtomicBool,
    cancelled: AtomicBool,
    waiting: Mutex<Option<(S, T)>>,
    error: PhantomData<fn(E)>,
}

/// How much of the upstream the demand of the downstream is worth.
pub(crate) trait Pace: Send + Sync + 'static {
    /// What to request for `demand`, `before` having been requested already.
    fn upstream(&self, before: u64, demand: Demand) -> Option<Demand>;
}

/// So much at the first request, and nothing afterwards.
pub(crate) struct Once(pub(crate) Demand);

impl Pace for Once {
    fn upstream(&self, before: u64, _demand: Demand) -> Option<Demand> {
        (before == 0).then_some(self.0)
    }
}

impl<T, E, S: Subscriber<T, E>, K: Pace> Tail<S, T, E, K> {
    pub(crate) fn new(upstream: Arc<dyn Subscription>, pace: K) -> Arc<Self> {
        Arc::new(Self {
            upstream,
            pace,
            requested: Requested::new(0),
            done: AtomicBool::new(false),
            cancelled: AtomicBool::new(false),
            waiting: Mutex::new(None),
            error: PhantomData,
        })
    }

    /// Requests one in the place of an element that has not been passed on.
    pub(crate) fn replace(&self) {
        self.upstream.request(Demand::ONE);
    }

    /// Cancels the upstream, for enough of it has come; `false` if the downstream was first.
    pub(crate) fn stop(&self) -> bool {
        let first = !self.done.swap(true, Ordering::AcqRel);
        if first {
            self.upstream.cancel();
        }
        first
    }

    /// The upstream has ended, and must hear nothing more, whatever follows (§2.3).
    pub(crate) fn upstream_ended(&self) {
        self.done.store(true, Ordering::Release);
    }

    /// The upstream has ended after `delivered` elements, and `item` is to follow them.
    pub(crate) fn finish(&self, subscriber: S, delivered: u64, item: T)
    where
        E: Send + 'static,
    {
        self.done.store(true, Ordering::Release);
        let mut waiting = lock(&self.waiting);
        // Under the lock: who requests or cancels later finds what waits.
        if self.is_cancelled() || self.requested.latest() > delivered {
            drop(waiting);
            self.last(subscriber, item);
        } else {
            *waiting = Some((subscriber, item));
        }
    }

    /// The upstream has ended, and nothing is to follow.
    pub(crate) fn end(&self, subscriber: S, end: End<E>)
    where
        E: Send + 'static,
    {
        self.done.store(true, Ordering::Release);
        if self.is_cancelled() {
            drop(subscriber);
            End::undelivered(end);
        } else {
            end.signal(subscriber);
        }
    }

    fn last(&self, mut subscriber: S, item: T)
    where
        E: Send + 'static,
    {
        if !self.is_cancelled() {
            subscriber.on_next(item);
        }
        self.end(subscriber, End::Complete);
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Acquire)
    }
}

impl<T, E, S, K> Subscription for Tail<S, T, E, K>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
    K: Pace,
{
    fn request(&self, demand: Demand) {
        let before = self.requested.add(demand);
        if !self.done.load(Ordering::Acquire) {
            if let Some(demand) = self.pace.upstream(before, demand) {
                self.upstream.request(demand);
            }
            return;
        }
        let waiting = lock(&self.waiting).take();
        if let Some((subscriber, item)) = waiting {
            self.last(subscriber, item);
        }
    }

    fn cancel(&self) {
        self.cancelled.store(true, Ordering::Release);
        let waiting = lock(&self.waiting).take();
        drop(waiting); // after the lock: foreign code
        self.stop();
    }
}
