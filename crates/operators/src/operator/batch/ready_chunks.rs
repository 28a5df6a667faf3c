use std::iter;
use std::mem;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::Waker;

use reactive_streams::{Burst, Demand, Publisher, Subscriber, Subscription};

use crate::engine::{Arbiter, Drain, End, Feed, Signal, prefetching};
use crate::sync::{Mutex, lock};

/// Publisher for [`BatchExt::ready_chunks`](crate::ext::BatchExt::ready_chunks).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct ReadyChunks<P> {
    upstream: P,
    most: NonZeroUsize,
}

impl<P> ReadyChunks<P> {
    pub(crate) fn new(upstream: P, most: NonZeroUsize) -> Self {
        Self { upstream, most }
    }
}

impl<P: Publisher> Publisher for ReadyChunks<P> {
    type Item = Vec<P::Item>;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Vec<P::Item>, P::Error>>(self, subscriber: S) {
        let upstream = prefetching(self.most);
        let drain = Drain::new(None, Some(Arc::clone(&upstream)));
        let ready = Arc::new(Mutex::new(Ready { items: Vec::new(), end: None, closed: false }));
        let queue = ReadyQueue {
            ready: Arc::clone(&ready),
            upstream: Arc::clone(&upstream),
            waker: drain.waker(),
        };
        drain.start(ReadyFeed { ready, upstream }, subscriber);
        self.upstream.subscribe(queue);
    }
}

/// What is ready now: never more than has been requested.
struct Ready<T, E> {
    items: Vec<T>,
    end: Option<End<E>>,
    /// Nobody takes anything any more.
    closed: bool,
}

struct ReadyQueue<T, E> {
    ready: Arc<Mutex<Ready<T, E>>>,
    upstream: Arc<Arbiter>,
    waker: Waker,
}

impl<T, E> ReadyQueue<T, E> {
    fn add(&self, items: impl IntoIterator<Item = T>) {
        let mut ready = lock(&self.ready);
        if !ready.closed {
            ready.items.extend(items);
            drop(ready);
            self.waker.wake_by_ref();
        }
    }

    /// The first end counts; another one is given back.
    fn end(&self, end: End<E>) -> Option<End<E>> {
        self.upstream.finish();
        let mut ready = lock(&self.ready);
        if ready.closed || ready.end.is_some() {
            return Some(end);
        }
        ready.end = Some(end);
        drop(ready);
        self.waker.wake_by_ref();
        None
    }
}

impl<T: Send + 'static, E: Send + 'static> Subscriber<T, E> for ReadyQueue<T, E> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.upstream.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.add(Some(item));
    }

    fn on_burst<B: Burst<T>>(&mut self, mut burst: B) {
        if burst.is_at_hand() {
            // Bounded, for nothing more is requested before these have been taken.
            let items = Vec::from_iter(iter::from_fn(|| burst.next()));
            self.add(items);
        } else {
            while let Some(item) = burst.next() {
                self.on_next(item);
            }
        }
    }

    fn on_error(self, error: E) {
        End::undelivered(self.end(End::Error(error)));
    }

    fn on_complete(self) {
        self.end(End::Complete);
    }
}

impl<T, E> Drop for ReadyQueue<T, E> {
    fn drop(&mut self) {
        self.end(End::Abandoned);
    }
}

/// Takes what is ready. An error overtakes the elements (§4.2).
struct ReadyFeed<T, E> {
    ready: Arc<Mutex<Ready<T, E>>>,
    upstream: Arc<Arbiter>,
}

impl<T: Send + 'static, E: Send + 'static> Feed for ReadyFeed<T, E> {
    type Item = Vec<T>;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<Vec<T>, E> {
        let mut ready = lock(&self.ready);
        let is_last = ready.items.is_empty();
        if let Some(end) = ready.end.take_if(|end| is_last || matches!(end, End::Error(_))) {
            return Signal::End(end);
        }
        if !wanted || ready.items.is_empty() {
            return Signal::Wait;
        }
        let items = mem::take(&mut ready.items);
        drop(ready);
        if let Some(demand) = Demand::new(items.len() as u64) {
            self.upstream.request(demand);
        }
        Signal::Next(items)
    }
}

impl<T, E> Drop for ReadyFeed<T, E> {
    fn drop(&mut self) {
        self.upstream.cancel();
        let mut ready = lock(&self.ready);
        ready.closed = true;
        let dropped = (mem::take(&mut ready.items), ready.end.take());
        drop(ready);
        drop(dropped); // after the lock: foreign code
    }
}
