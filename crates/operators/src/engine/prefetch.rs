use std::iter;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::task::Waker;
use std::time::Instant;

use reactive_streams::{Burst, Demand, Subscriber, Subscription};
use rtrb::chunks::ReadChunkIntoIter;
use rtrb::{Consumer, Producer, RingBuffer};

use super::block_size::BlockSize;
use super::{Arbiter, Block, End, Feed, Signal};
use crate::hooks::drop_error;
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
    let queue = PrefetchQueue {
        producer,
        end: Arc::clone(&end),
        upstream: Arc::clone(&upstream),
        waker,
        block: BlockSize::default(),
    };
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
    fn is_due(&self) -> bool {
        self.taken >= self.limit
    }

    fn due(&mut self) -> Option<Demand> {
        if !self.is_due() {
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
    block: BlockSize,
}

/// An element that a queue has dropped.
pub(crate) struct NotPut;

impl<T, E> PrefetchQueue<T, E> {
    /// Puts an element into the queue, and wakes nobody.
    pub(crate) fn put(&mut self, item: T) -> Result<(), NotPut> {
        // Nobody takes it: cancelled (§2.8). A full queue: more than requested (§1.1).
        if self.producer.is_abandoned() {
            return Err(NotPut);
        }
        self.producer.push(item).map_err(|_| NotPut)
    }

    fn end(&self, end: End<E>) {
        self.upstream.finish(); // before anybody knows, and cancels it (§2.3)
        if self.end.set(end) {
            self.waker.wake_by_ref();
        }
    }
}

impl<T: Send + 'static, E: Send + 'static> Subscriber<T, E> for PrefetchQueue<T, E> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.upstream.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        if self.put(item).is_ok() {
            self.waker.wake_by_ref();
        }
    }

    fn on_burst<B: Burst<T>>(&mut self, mut burst: B) {
        if !burst.is_at_hand() {
            while let Some(item) = burst.next() {
                self.on_next(item);
            }
            return;
        }
        loop {
            let room = if self.producer.is_abandoned() { 0 } else { self.producer.slots() };
            let size = self.block.get().min(room);
            let Ok(chunk) = self.producer.write_chunk_uninit(size) else { return };
            if chunk.is_empty() {
                match burst.next() {
                    Some(item) => self.on_next(item),
                    None => return,
                }
                continue;
            }
            let start = Instant::now();
            let mut panic = None;
            // A panic has to go round the chunk, which would forget what it has got so far.
            let items = iter::from_fn(|| {
                let item = catch_unwind(AssertUnwindSafe(|| burst.next()));
                item.unwrap_or_else(|payload| {
                    panic = Some(payload);
                    None
                })
            });
            let taken = chunk.fill_from_iter(items);
            if taken > 0 {
                self.block.adapt(taken, start.elapsed());
                self.waker.wake_by_ref();
            }
            if let Some(panic) = panic {
                resume_unwind(panic);
            }
            if taken < size {
                return;
            }
        }
    }

    fn on_error(self, error: E) {
        if self.producer.is_abandoned() {
            drop_error(error);
        } else {
            self.end(End::Error(error));
        }
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

    /// Whether no element waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.consumer.is_empty()
    }

    /// The next element of `burst`, past the queue, which is [empty](Self::is_empty): as
    /// [`pop`](Self::pop).
    #[inline]
    pub(crate) fn pass(&mut self, burst: &mut impl Burst<T>, wanted: bool) -> Option<T> {
        self.replenish();
        let item = wanted.then(|| burst.next()).flatten()?;
        self.replenish.taken += 1;
        Some(item)
    }

    /// The error of the upstream, whether or not there are elements left.
    pub(crate) fn error(&mut self) -> Option<End<E>> {
        self.end.take_if(|end| matches!(end, End::Error(_)))
    }

    /// Whether the upstream has ended, so that no element will follow those in the queue.
    pub(crate) fn is_ended(&self) -> bool {
        self.end.is_set.load(Ordering::Acquire)
    }

    /// The end, once every element has been taken.
    pub(crate) fn end(&mut self) -> Option<End<E>> {
        // The end first: what was queued before it is then in sight.
        self.end.take_if(|_| self.consumer.is_empty())
    }

    /// Requests what is due: what was taken before counts as done with from here on.
    pub(crate) fn replenish(&mut self) {
        if let Some(demand) = self.replenish.due() {
            self.upstream.request(demand);
        }
    }
}

impl<T: Send + 'static, E: Send + 'static> Feed for PrefetchFeed<T, E> {
    type Item = T;
    type Error = E;
    const BLOCKS: bool = true;

    #[inline]
    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        // Nearly always there is an element, and nothing else to be done.
        if wanted && !self.replenish.is_due() && !self.end.is_set.load(Ordering::Acquire) {
            if let Ok(item) = self.consumer.pop() {
                self.replenish.taken += 1;
                return Signal::Next(item);
            }
        }
        self.look(wanted)
    }

    fn is_at_hand(&self) -> bool {
        true // it gives what it has, and waits for nothing
    }

    fn block(&mut self, most: usize) -> impl Block<Item = T> {
        let most = if self.is_ended() { 0 } else { most };
        if most > 0 {
            self.replenish();
        }
        let Self { consumer, end, replenish, .. } = self;
        let size = most.min(consumer.slots()).min(replenish.limit - replenish.taken);
        let chunk = consumer.read_chunk(size).expect("there are so many");
        Queued { items: chunk.into_iter(), end, taken: &mut replenish.taken }
    }
}

/// Elements in a queue.
struct Queued<'a, T, E> {
    items: ReadChunkIntoIter<'a, T>,
    end: &'a EndCell<E>,
    taken: &'a mut usize,
}

impl<T, E> Iterator for Queued<'_, T, E> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.items.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}

impl<T, E> ExactSizeIterator for Queued<'_, T, E> {}

impl<T, E> Block for Queued<'_, T, E> {
    fn is_interrupted(&self) -> bool {
        // Relaxed: whoever then looks for the end acquires it.
        self.end.is_set.load(Ordering::Relaxed)
    }
}

impl<T, E> Drop for Queued<'_, T, E> {
    fn drop(&mut self) {
        *self.taken += self.items.iterated();
    }
}

impl<T, E> PrefetchFeed<T, E> {
    /// Looks at everything: an error, what is to be requested, an element, the end.
    #[cold]
    fn look(&mut self, wanted: bool) -> Signal<T, E> {
        if let Some(error) = self.error() {
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
