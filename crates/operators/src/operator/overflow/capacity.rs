use std::num::NonZeroUsize;
use std::time::Duration;

use crate::operator::Rate;

/// How many elements may wait, and how long that may take.
///
/// By Little's law a queue that is emptied at a `rate` holds an element for as long as it takes to empty
/// what is before it. So a limit for the wait is a limit for the queue, and a queue that is longer than
/// that is one in which every element is late.
///
/// ```
/// use std::num::NonZeroU32;
/// use std::time::Duration;
/// use reactive_streams_operators::operator::{Capacity, Overflow, Rate};
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::range;
///
/// let served = Rate::per_second(NonZeroU32::new(2_000).unwrap());
/// let capacity = Capacity::for_latency(served, Duration::from_millis(50));
/// assert_eq!(capacity.elements().get(), 100);
///
/// let orders = range(0..10).on_overflow(capacity.elements(), Overflow::drop_newest());
/// # assert_eq!(orders.count().block(), Ok(10));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    elements: NonZeroUsize,
    latency: Option<Latency>,
}

/// What a capacity was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Latency {
    budget: Duration,
    /// Of a full queue.
    longest_wait: Duration,
}

impl Capacity {
    /// As many elements as are taken in the time `budget`, if they are taken at `rate`: the last of them
    /// waits no longer than that.
    ///
    /// It is at least one, also where the budget is shorter than the time from one element to the next;
    /// [`exceeds_budget`](Self::exceeds_budget) says whether that is so. What the rate allows at once
    /// ([`Rate::burst`]) does not count: a queue in which elements wait has had its burst. More than one
    /// element for each nanosecond counts as one.
    pub fn for_latency(rate: Rate, budget: Duration) -> Self {
        let interval = rate.interval().as_nanos().max(1);
        let elements = usize::try_from(budget.as_nanos() / interval).unwrap_or(usize::MAX);
        let elements = NonZeroUsize::new(elements).unwrap_or(NonZeroUsize::MIN);
        let nanos = u64::try_from(interval.saturating_mul(elements.get() as u128));
        let longest_wait = nanos.map_or(budget, Duration::from_nanos);
        Self { elements, latency: Some(Latency { budget, longest_wait }) }
    }

    /// How many elements may wait.
    pub fn elements(self) -> NonZeroUsize {
        self.elements
    }

    /// How long an element may wait; none if it was not made for a latency.
    pub fn budget(self) -> Option<Duration> {
        self.latency.map(|latency| latency.budget)
    }

    /// How long the last of so many elements waits; none if it was not made for a latency.
    pub fn longest_wait(self) -> Option<Duration> {
        self.latency.map(|latency| latency.longest_wait)
    }

    /// Whether even a single element waits for longer than the budget: it cannot be kept at this rate.
    pub fn exceeds_budget(self) -> bool {
        self.latency.is_some_and(|latency| latency.longest_wait > latency.budget)
    }
}

/// So many elements, however long they wait.
impl From<NonZeroUsize> for Capacity {
    fn from(elements: NonZeroUsize) -> Self {
        Self { elements, latency: None }
    }
}

impl From<Capacity> for NonZeroUsize {
    fn from(capacity: Capacity) -> Self {
        capacity.elements
    }
}
