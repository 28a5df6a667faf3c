use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::time::Duration;

/// What is not due yet: the earliest first, and as pushed where several are due at the same time.
pub(super) struct DelayQueue<T> {
    heap: BinaryHeap<Reverse<Delayed<T>>>,
    pushed: u64,
}

impl<T> DelayQueue<T> {
    pub(super) fn push(&mut self, due: Duration, value: T) {
        let order = self.pushed;
        self.pushed += 1;
        self.heap.push(Reverse(Delayed { due, order, value }));
    }

    /// When the first one is due.
    pub(super) fn next_due(&self) -> Option<Duration> {
        self.heap.peek().map(|Reverse(first)| first.due)
    }

    /// Takes the first one if it is due at `now`.
    pub(super) fn pop_due(&mut self, now: Duration) -> Option<T> {
        if self.next_due()? > now {
            return None;
        }
        self.heap.pop().map(|Reverse(first)| first.value)
    }
}

impl<T> Default for DelayQueue<T> {
    fn default() -> Self {
        Self { heap: BinaryHeap::new(), pushed: 0 }
    }
}

struct Delayed<T> {
    due: Duration,
    order: u64,
    value: T,
}

impl<T> Ord for Delayed<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.due, self.order).cmp(&(other.due, other.order))
    }
}

impl<T> PartialOrd for Delayed<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Delayed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<T> Eq for Delayed<T> {}
