use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::Waker;

use reactive_streams::{Demand, Subscriber, Subscription};
use rtrb::{Consumer, Producer, RingBuffer};

use super::{Arbiter, End, Feed, Signal};
use crate::sync::{AtomicBool, Mutex, Ordering, lock};

/// The two ends of a bounded queue: one subscribes to an upstream, from the other elements are taken.
///
/// `upstream` has to be a [`prefetching`] arbiter of the same capacity, and `waker` wakes whoever
/// takes the elements.
pub(crate) fn prefetch<T, E>(
    capacity: NonZeroUsize,
    upstream: Arc<Arbiter>,
    waker: Waker,
) -> (PrefetchQueue<T, E>, PrefetchFeed<T, E>) {
    let (producer, consumer) = RingBuffer::new(capacity.get());
    let end = Arc::new(EndCell { is_set: AtomicBool::new(false), end: Mutex::new(None) });
    let queue =
        PrefetchQueue { producer, end: Arc::clone(&end), upstream: Arc::clone(&upstream), waker };
    let replenish = Replenish { limit: capacity.get() - capacity.get() / 4, taken: 0 };
    (queue, PrefetchFeed { consumer, end, upstream, replenish })
}

/// An arbiter that asks for as much as a queue of this capacity holds.
pub(crate) fn prefetching(capacity: NonZeroUsize) -> Arc<Arbiter> {
    Arc::new(Arbiter::new(capacity.get() as u64))
}

/// Requests three quarters of the prefetch whenever so many elements have been taken: often enough
/// that the upstream does not run dry, rarely enough that a request costs next to nothing.
struct Replenish {
    limit: usize,
    taken: usize,
}

impl Replenish {
    fn due(&mut self) -> Option<Demand> {
        if self.taken < self.limit {
            return None;
        }
        self.taken = 0;
        Demand::new(self.limit as u64)
    }
}

/// The end of the upstream, on its way from one end of the queue to the other.
struct EndCell<E> {
    is_set: AtomicBool,
    end: Mutex<Option<End<E>>>,
}

impl<E> EndCell<E> {
    /// The first end counts; tells whether this was it.
    fn set(&self, end: End<E>) -> bool {
        let mut slot = lock(&self.end);
        if self.is_set.load(Ordering::Relaxed) {
            return false;
        }
        *slot = Some(end);
        self.is_set.store(true, Ordering::Release);
        true
    }

    fn take_if(&self, wanted: impl FnOnce(&End<E>) -> bool) -> Option<End<E>> {
        if !self.is_set.load(Ordering::Acquire) {
            return None;
        }
        lock(&self.end).take_if(|end| wanted(end))
    }
}

/// The end of the queue that subscribes to the upstream.
pub(crate) struct PrefetchQueue<T, E> {
    producer: Producer<T>,
    end: Arc<EndCell<E>>,
    upstream: Arc<Arbiter>,
    waker: Waker,
}

impl<T, E> PrefetchQueue<T, E> {
    fn end(&self, end: End<E>) {
        if self.end.set(end) {
            self.upstream.finish();
            self.waker.wake_by_ref();
        }
    }
}

impl<T: Send + 'static, E: Send + 'static> Subscriber<T, E> for PrefetchQueue<T, E> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.upstream.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        // Nobody takes it: cancelled (§2.8). A full queue: more than requested (§1.1). Drop it.
        if !self.producer.is_abandoned() && self.producer.push(item).is_ok() {
            self.waker.wake_by_ref();
        }
    }

    fn on_error(self, error: E) {
        self.end(End::Error(error));
    }

    fn on_complete(self) {
        self.end(End::Complete);
    }
}

impl<T, E> Drop for PrefetchQueue<T, E> {
    fn drop(&mut self) {
        self.end(End::Abandoned);
    }
}

/// The end of the queue from which elements are taken. An error overtakes the elements in it (§4.2).
pub(crate) struct PrefetchFeed<T, E> {
    consumer: Consumer<T>,
    end: Arc<EndCell<E>>,
    upstream: Arc<Arbiter>,
    replenish: Replenish,
}

impl<T, E> PrefetchFeed<T, E> {
    /// The next element; what was taken before counts as done with from here on.
    pub(crate) fn pop(&mut self) -> Option<T> {
        self.replenish();
        let item = self.consumer.pop().ok()?;
        self.replenish.taken += 1;
        Some(item)
    }

    /// The end, once every element has been taken.
    pub(crate) fn end(&mut self) -> Option<End<E>> {
        // The end first: what was queued before it is then in sight.
        self.end.take_if(|_| self.consumer.is_empty())
    }

    fn replenish(&mut self) {
        if let Some(demand) = self.replenish.due() {
            self.upstream.request(demand);
        }
    }
}

impl<T: Send + 'static, E: Send + 'static> Feed for PrefetchFeed<T, E> {
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        if let Some(error) = self.end.take_if(|end| matches!(end, End::Error(_))) {
            return Signal::End(error);
        }
        self.replenish();
        match wanted.then(|| self.pop()).flatten() {
            Some(item) => Signal::Next(item),
            None => self.end().map_or(Signal::Wait, Signal::End),
        }
    }
}

impl<T, E> Drop for PrefetchFeed<T, E> {
    fn drop(&mut self) {
        self.upstream.cancel();
        // The other end may live on for a while, and the elements with it.
        while self.consumer.pop().is_ok() {}
    }
}
