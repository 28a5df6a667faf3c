//! What the tests of queues have in common.
#![allow(dead_code, unreachable_pub)] // each test file uses a part of it

use std::mem::discriminant;
use std::num::NonZeroU64;
use std::path::Path;
use std::sync::{Arc, Mutex};

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_spill::{
    Durability, SpillAcknowledgement, SpillError, SpillFailed, SpillOptions, SpillQueue,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub fn options(capacity: u64) -> SpillOptions {
    SpillOptions::with_capacity(NonZeroU64::new(capacity).unwrap())
}

/// A queue of up to 64 MiB that survives the process.
pub fn in_process<T>(path: &Path) -> SpillQueue<T>
where
    T: Serialize + DeserializeOwned + Send + 'static,
{
    SpillQueue::open(path, options(64 << 20).durability(Durability::Process)).unwrap()
}

/// A consumer that keeps what it is given, and cancels when it is dropped.
pub struct Consumer<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    received: Mutex<Vec<Delivery<T, SpillAcknowledgement>>>,
    end: Mutex<Option<Result<(), SpillError>>>,
    subscription: Mutex<Option<Arc<dyn Subscription>>>,
}

struct Inbox<T>(Arc<Shared<T>>);

impl<T: Send + 'static> Subscriber<Delivery<T, SpillAcknowledgement>, SpillError> for Inbox<T> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        *self.0.subscription.lock().unwrap() = Some(subscription);
    }

    fn on_next(&mut self, delivery: Delivery<T, SpillAcknowledgement>) {
        self.0.received.lock().unwrap().push(delivery);
    }

    fn on_error(self, error: SpillError) {
        *self.0.end.lock().unwrap() = Some(Err(error));
    }

    fn on_complete(self) {
        *self.0.end.lock().unwrap() = Some(Ok(()));
    }
}

impl<T: Serialize + DeserializeOwned + Send + 'static> Consumer<T> {
    pub fn of(queue: &SpillQueue<T>) -> Self {
        let shared = Arc::new(Shared {
            received: Mutex::default(),
            end: Mutex::default(),
            subscription: Mutex::default(),
        });
        queue.deliveries().subscribe(Inbox(Arc::clone(&shared)));
        Self { shared }
    }

    /// Requests, and gives what has come since the last time.
    pub fn request(&self, count: u64) -> Vec<Delivery<T, SpillAcknowledgement>> {
        let subscription = self.shared.subscription.lock().unwrap().clone();
        subscription.unwrap().request(Demand::new(count).unwrap());
        self.take()
    }

    pub fn take(&self) -> Vec<Delivery<T, SpillAcknowledgement>> {
        std::mem::take(&mut *self.shared.received.lock().unwrap())
    }

    pub fn end(&self) -> Option<Result<(), SpillError>> {
        self.shared.end.lock().unwrap().clone()
    }

    pub fn error(&self) -> Option<SpillError> {
        self.end().and_then(Result::err)
    }
}

impl<T> Drop for Consumer<T> {
    fn drop(&mut self) {
        let subscription = self.shared.subscription.lock().unwrap().take();
        if let Some(subscription) = subscription {
            subscription.cancel();
        }
    }
}

/// Consumes and acknowledges up to so many elements that are there.
pub fn take<T: Serialize + DeserializeOwned + Send + 'static>(
    queue: &SpillQueue<T>,
    count: u64,
) -> Vec<T> {
    let consumer = Consumer::of(queue);
    let elements = consumer.request(count).into_iter().map(Delivery::acknowledge).collect();
    assert!(consumer.error().is_none(), "{:?}", consumer.error());
    elements
}

/// Consumes and acknowledges all elements that are there.
pub fn all<T: Serialize + DeserializeOwned + Send + 'static>(queue: &SpillQueue<T>) -> Vec<T> {
    take(queue, u64::MAX)
}

/// What a stream through a queue of numbers fails with.
#[derive(Clone, Debug)]
pub enum Failed {
    Upstream,
    Spill(SpillFailed<u32>),
}

/// By what is not stored, and by the kind of what has failed.
impl PartialEq for Failed {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Upstream, Self::Upstream) => true,
            (Self::Spill(this), Self::Spill(other)) => {
                this.elements == other.elements
                    && discriminant(&this.error) == discriminant(&other.error)
            }
            _ => false,
        }
    }
}

/// There was no room for these.
pub fn no_room(elements: impl IntoIterator<Item = u32>) -> Failed {
    let error = SpillError::Full { used: 0, capacity: 0, needed: 0 };
    Failed::Spill(SpillFailed { error, elements: elements.into_iter().collect() })
}

impl From<SpillFailed<u32>> for Failed {
    fn from(failed: SpillFailed<u32>) -> Self {
        Self::Spill(failed)
    }
}
