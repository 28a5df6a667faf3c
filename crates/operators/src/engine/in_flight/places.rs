use std::fmt;
use std::sync::{Arc, Weak};

use reactive_streams::{Demand, Subscription};

use crate::engine::Arbiter;
use crate::sync::{AtomicUsize, Mutex, Ordering, lock};

/// How many elements may be in flight: a number that moves, and that all who have a clone share.
///
/// For [`InFlight::limited_by`](crate::operator::InFlight::limited_by). Each stream has so many elements in
/// flight, or as many as its operator says, if those are fewer.
///
/// ```
/// use reactive_streams_operators::engine::InFlightLimit;
///
/// let limit = InFlightLimit::new(8);
/// limit.set(2); // what is in flight stays so, and nothing is requested until fewer than two are
/// assert_eq!(limit.get(), 2);
/// ```
#[derive(Clone)]
pub struct InFlightLimit(Arc<Moving>);

struct Moving {
    limit: AtomicUsize,
    streams: Mutex<Vec<Weak<Places>>>,
}

impl InFlightLimit {
    /// A limit that is set by hand, or by what finds it. Zero stops the streams.
    pub fn new(limit: usize) -> Self {
        Self(Arc::new(Moving { limit: AtomicUsize::new(limit), streams: Mutex::new(Vec::new()) }))
    }

    /// What it is now.
    pub fn get(&self) -> usize {
        self.0.limit.load(Ordering::Acquire)
    }

    /// Moves it. If it rises more is requested at once, on this thread.
    pub fn set(&self, limit: usize) {
        let before = self.0.limit.swap(limit, Ordering::AcqRel);
        if before < limit {
            let streams: Vec<_> = lock(&self.0.streams).iter().filter_map(Weak::upgrade).collect();
            streams.iter().for_each(|places| places.fill(0));
        }
    }
}

impl fmt::Debug for InFlightLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("InFlightLimit").field(&self.get()).finish()
    }
}

/// The places of a stream whose limit moves.
pub(super) struct Places {
    most: u64,
    limit: InFlightLimit,
    /// Requested, and not delivered.
    taken: Mutex<u64>,
    upstream: Arc<Arbiter>,
}

impl Places {
    pub(super) fn new(most: usize, limit: InFlightLimit, upstream: Arc<Arbiter>) -> Arc<Self> {
        let places = Arc::new(Self { most: most as u64, limit, taken: Mutex::new(0), upstream });
        let mut streams = lock(&places.limit.0.streams);
        streams.retain(|stream| stream.strong_count() > 0);
        streams.push(Arc::downgrade(&places));
        drop(streams);
        places
    }

    /// Frees so many places, and has those filled that there are now.
    pub(super) fn fill(&self, freed: u64) {
        let mut taken = lock(&self.taken);
        *taken -= freed;
        // Read with the lock in hand: of two who fill, the later one sees the later limit.
        let room = self.most.min(self.limit.get() as u64).saturating_sub(*taken);
        *taken += room;
        drop(taken);
        if let Some(demand) = Demand::new(room) {
            self.upstream.request(demand);
        }
    }
}
