use std::sync::Arc;

use reactive_streams::{Burst, Subscriber, Subscription};
use rtrb::{Producer, RingBuffer};

use super::Merge;
use super::channel::Channel;
use super::feed::Ready;
use super::shared::Mail;
use crate::engine::direct::{Tally, deliver_burst};
use crate::engine::{End, One};

/// The subscriber of one of the streams.
pub(super) struct Inner<T, E, S>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    merge: Merge<T, E, S>,
    channel: Arc<Channel>,
    /// Made when the first element has to wait.
    queue: Option<Producer<T>>,
    ended: bool,
}

impl<T, E, S> Inner<T, E, S>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    pub(super) fn new(merge: Merge<T, E, S>, channel: Arc<Channel>) -> Self {
        Self { merge, channel, queue: None, ended: false }
    }

    /// Delivers directly as long as it may, and queues what is left.
    fn accept<B: Burst<T>>(&mut self, burst: B) {
        let mut burst = Ours { burst, exhausted: false };
        if self.is_idle() {
            self.deliver(&mut burst);
        }
        if burst.exhausted || self.merge.shared.is_closed() {
            return;
        }
        let mut queued = false;
        while let Some(item) = burst.next() {
            self.enqueue(item);
            queued = true;
        }
        if queued {
            self.announce();
        }
    }

    fn is_idle(&self) -> bool {
        self.queue.as_ref().is_none_or(|queue| queue.slots() == queue.buffer().capacity())
    }

    /// Delivers what is wanted, if nobody else does.
    fn deliver<B: Burst<T>>(&self, burst: &mut Ours<B>) {
        let drain = &*self.merge.drain;
        let mut state = drain.enter();
        while let Some(mut turn) = state {
            let (mut tally, taken) = (Tally::default(), self.channel.taken());
            let mut counted = Counted { burst: &mut *burst, channel: &self.channel, taken };
            deliver_burst(&mut counted, drain, &mut tally, &mut turn.subscriber);
            self.channel.set_taken(self.channel.replenish(counted.taken));
            if burst.exhausted || tally.delivered() == 0 {
                return self.merge.leave(turn, tally.delivered());
            }
            state = drain.pass(turn, tally.delivered());
        }
    }

    fn enqueue(&mut self, item: T) {
        let Self { merge, channel, queue, .. } = self;
        let queue = queue.get_or_insert_with(|| {
            let (producer, consumer) = RingBuffer::new(merge.prefetch.get());
            merge.shared.post([Mail::Open(Arc::clone(channel), consumer)]);
            producer
        });
        // A full queue: more than requested (§1.1). Drop it.
        drop(queue.push(item));
    }

    /// Has whoever emits look into the queue.
    fn announce(&self) {
        if self.channel.set_ready() {
            self.merge.shared.post([Mail::Ready(Ready::Queue(self.channel.key))]);
            self.merge.drain.notify();
        }
    }

    fn end(&mut self, end: End<E>) {
        self.ended = true;
        self.channel.finish();
        let has_queue = self.queue.is_some();
        self.merge.end(end, |shared| {
            if !has_queue {
                return shared.release(self.channel.key);
            }
            shared.add_ended_queue();
            self.channel.end();
            self.announce();
            true
        });
    }
}

impl<T, E, S> Subscriber<T, E> for Inner<T, E, S>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.channel.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        if !self.try_on_next(item) {
            // An upstream that does not ask has counted the element: request one in its place.
            self.channel.request(1);
        }
    }

    fn try_on_next(&mut self, item: T) -> bool {
        let mut used = true;
        self.accept(One::new(item, &mut used));
        used
    }

    fn on_burst<B: Burst<T>>(&mut self, burst: B) {
        self.accept(burst);
    }

    fn on_error(mut self, error: E) {
        self.end(End::Error(error));
    }

    fn on_complete(mut self) {
        self.end(End::Complete);
    }
}

impl<T, E, S> Drop for Inner<T, E, S>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    fn drop(&mut self) {
        if !self.ended {
            self.end(End::Abandoned);
        }
    }
}

/// The burst of a stream.
struct Ours<B> {
    burst: B,
    exhausted: bool,
}

impl<T, B: Burst<T>> Burst<T> for Ours<B> {
    fn next(&mut self) -> Option<T> {
        let item = self.burst.next();
        self.exhausted |= item.is_none();
        item
    }

    fn unused(&mut self) {
        self.burst.unused();
    }

    fn is_at_hand(&self) -> bool {
        self.burst.is_at_hand()
    }
}

/// A burst whose elements are requested again.
struct Counted<'a, B> {
    burst: B,
    channel: &'a Channel,
    taken: usize,
}

impl<T, B: Burst<T>> Burst<T> for Counted<'_, B> {
    fn next(&mut self) -> Option<T> {
        self.taken = self.channel.replenish(self.taken);
        let item = self.burst.next()?;
        self.taken += 1;
        Some(item)
    }

    fn unused(&mut self) {
        self.taken -= 1;
        self.burst.unused();
    }

    fn is_at_hand(&self) -> bool {
        self.burst.is_at_hand()
    }
}
