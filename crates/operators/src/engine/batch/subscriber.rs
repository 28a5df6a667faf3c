use std::marker::PhantomData;
use std::sync::Arc;

use reactive_streams::{Burst, Demand, Subscriber, Subscription};

use super::pace::BatchPace;
use super::{BatchSize, Batcher};
use crate::engine::{End, Tail};

/// The way to the upstream, behind which the last batch may wait.
type Link<S, U, E> = Tail<S, U, E, BatchPace>;

/// A batcher between an upstream and a downstream.
pub(super) struct BatchSubscriber<T, E, S, B: Batcher<T>> {
    downstream: S,
    filling: Filling<T, B>,
    link: Option<Arc<Link<S, B::Batch, E>>>,
}

/// A batcher and what it fills.
struct Filling<T, B: Batcher<T>> {
    batcher: B,
    open: B::Open,
    /// How many batches have been delivered.
    delivered: u64,
    items: PhantomData<fn(T)>,
}

impl<T, B: Batcher<T>> Filling<T, B> {
    fn push(&mut self, item: T) -> Option<B::Batch> {
        let batch = self.batcher.push(&mut self.open, item);
        self.delivered += u64::from(batch.is_some());
        batch
    }

    /// Whether an element that does not end a batch has been requested as a part of one.
    fn counts_each(&self) -> bool {
        self.batcher.size() != BatchSize::Varies
    }
}

impl<T, E, S, B: Batcher<T>> BatchSubscriber<T, E, S, B> {
    pub(super) fn new(batcher: B, downstream: S) -> Self {
        let open = B::Open::default();
        let filling = Filling { batcher, open, delivered: 0, items: PhantomData };
        Self { downstream, filling, link: None }
    }
}

impl<T, E, S, B> Subscriber<T, E> for BatchSubscriber<T, E, S, B>
where
    T: 'static,
    E: Send + 'static,
    B: Batcher<T>,
    S: Subscriber<B::Batch, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        if self.link.is_some() {
            return subscription.cancel(); // §2.5
        }
        let link = Tail::new(subscription, BatchPace(self.filling.batcher.size()));
        self.link = Some(Arc::clone(&link));
        self.downstream.on_subscribe(link);
    }

    fn on_next(&mut self, item: T) {
        if !self.try_on_next(item) {
            // An upstream that does not ask has counted the element: request one in its place.
            if let Some(link) = &self.link {
                link.replace();
            }
        }
    }

    fn try_on_next(&mut self, item: T) -> bool {
        match self.filling.push(item) {
            Some(batch) => {
                self.downstream.on_next(batch);
                true
            }
            None => self.filling.counts_each(),
        }
    }

    fn on_burst<U: Burst<T>>(&mut self, burst: U) {
        if let Some(link) = &self.link {
            self.downstream.on_burst(BatchBurst { burst, filling: &mut self.filling, link });
        }
    }

    fn on_error(self, error: E) {
        if let Some(link) = self.link {
            link.end(self.downstream, End::Error(error));
        }
    }

    fn on_complete(self) {
        let Some(link) = self.link else { return };
        link.upstream_ended(); // before user code, which may panic
        let Filling { batcher, open, delivered, .. } = self.filling;
        match batcher.finish(open) {
            Some(batch) => link.finish(self.downstream, delivered, batch),
            None => link.end(self.downstream, End::Complete),
        }
    }
}

/// A burst of elements as one of batches.
struct BatchBurst<'a, T, E, S, B: Batcher<T>, U> {
    burst: U,
    filling: &'a mut Filling<T, B>,
    link: &'a Link<S, B::Batch, E>,
}

impl<T, E, S, B, U> Burst<B::Batch> for BatchBurst<'_, T, E, S, B, U>
where
    E: Send + 'static,
    B: Batcher<T>,
    S: Subscriber<B::Batch, E>,
    U: Burst<T>,
{
    fn next(&mut self) -> Option<B::Batch> {
        loop {
            let batch = self.filling.push(self.burst.next()?);
            if batch.is_some() {
                return batch;
            }
            if !self.filling.counts_each() {
                self.burst.unused();
            }
        }
    }

    fn unused(&mut self) {
        // A batch may have taken many elements: they have been used, and as many are requested.
        self.link.request(Demand::ONE);
    }

    fn is_at_hand(&self) -> bool {
        self.burst.is_at_hand()
    }
}
