use std::collections::HashMap;
use std::hash::Hash;
use std::mem;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use governor::clock::Clock;
use governor::nanos::Nanos;
use governor::state::StateStore;

use super::clock::WorkerClock;
use crate::sync::lock;

/// The buckets of a bounded number of keys.
///
/// They are in two generations. After each time in which an empty bucket becomes full, the older generation
/// is forgotten, for nothing of it has been used since, and the newer one becomes the older. So a check
/// costs the same whatever the number of keys.
///
/// Keys for which there is no room have one bucket together. A key that gets a place begins with what that
/// has left: it may have used it. So no key ever gets more than its law says.
pub(super) struct Keys<K> {
    most: NonZeroUsize,
    time_to_fill: Duration,
    clock: WorkerClock,
    buckets: Arc<Mutex<Buckets<K>>>,
}

// By hand, because the derived one would ask for `K: Clone`.
impl<K> Clone for Keys<K> {
    fn clone(&self) -> Self {
        Self { clock: self.clock.clone(), buckets: Arc::clone(&self.buckets), ..*self }
    }
}

struct Buckets<K> {
    newer: HashMap<K, Nanos>,
    older: HashMap<K, Nanos>,
    /// Since when there is the newer generation.
    since: Duration,
    /// The bucket of those who have none.
    shared: Option<Nanos>,
}

impl<K> Keys<K> {
    pub(super) fn new(most: NonZeroUsize, time_to_fill: Duration, clock: WorkerClock) -> Self {
        let (newer, older) = (HashMap::new(), HashMap::new());
        let buckets = Buckets { newer, older, since: clock.now().into(), shared: None };
        Self { most, time_to_fill, clock, buckets: Arc::new(Mutex::new(buckets)) }
    }

    pub(super) fn len(&self) -> usize {
        lock(&self.buckets).len()
    }
}

impl<K> Buckets<K> {
    fn len(&self) -> usize {
        self.newer.len() + self.older.len()
    }

    /// Gives what is forgotten.
    fn age(&mut self, now: Duration, time_to_fill: Duration) -> HashMap<K, Nanos> {
        if now.saturating_sub(self.since) < time_to_fill {
            return HashMap::new();
        }
        self.since = now;
        mem::replace(&mut self.older, mem::take(&mut self.newer))
    }
}

impl<K: Hash + Eq + Clone> Buckets<K> {
    fn get(&self, key: &K) -> Option<Nanos> {
        self.newer.get(key).or_else(|| self.older.get(key)).copied().or(self.shared)
    }

    fn set(&mut self, key: &K, bucket: Nanos, most: NonZeroUsize) {
        if let Some(place) = self.newer.get_mut(key) {
            *place = bucket;
        } else if let Some((key, _)) = self.older.remove_entry(key) {
            self.newer.insert(key, bucket);
        } else if self.len() < most.get() {
            self.newer.insert(key.clone(), bucket);
        } else {
            self.shared = Some(bucket);
        }
    }
}

impl<K: Hash + Eq + Clone> StateStore for Keys<K> {
    type Key = K;

    fn measure_and_replace<T, F, E>(&self, key: &K, f: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let now = self.clock.now().into();
        let mut buckets = lock(&self.buckets);
        let forgotten = buckets.age(now, self.time_to_fill);
        let measured = f(buckets.get(key)).map(|(positive, bucket)| {
            buckets.set(key, bucket, self.most);
            positive
        });
        drop(buckets);
        drop(forgotten); // after the lock: the drop of a key is foreign code
        measured
    }
}
