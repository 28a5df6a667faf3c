use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};

use crate::work::mix;

/// Mixes what `publisher` gives, asking for `batch` elements whenever so many have come.
///
/// The publisher has to work on the thread that requests.
pub(crate) fn mix_in_batches<P>(publisher: P, batch: Demand) -> u64
where
    P: Publisher<Item = u64>,
{
    let result = Arc::default();
    let subscriber = Mixing {
        total: 0,
        batch,
        left: batch.get(),
        subscription: None,
        result: Arc::clone(&result),
    };
    publisher.subscribe(subscriber);
    result.load(Ordering::Relaxed)
}

struct Mixing {
    total: u64,
    batch: Demand,
    left: u64,
    subscription: Option<Arc<dyn Subscription>>,
    result: Arc<AtomicU64>,
}

impl Mixing {
    fn request(&self) {
        if let Some(subscription) = &self.subscription {
            subscription.request(self.batch);
        }
    }
}

impl<E> Subscriber<u64, E> for Mixing {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.subscription = Some(subscription);
        self.request();
    }

    fn on_next(&mut self, item: u64) {
        self.total = mix(self.total, item);
        self.left -= 1;
        if self.left == 0 {
            self.left = self.batch.get();
            self.request();
        }
    }

    // Then there is no total, and that is noticed.
    fn on_error(self, _error: E) {}

    fn on_complete(self) {
        self.result.store(self.total, Ordering::Relaxed);
    }
}
