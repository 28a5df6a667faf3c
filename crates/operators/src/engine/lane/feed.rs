use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;

use super::Receiver;
use super::queue::Queue;
use crate::engine::{Feed, Signal};

/// The end of a lane from which elements are taken: all that are there at once, to begin with.
pub(super) struct LaneFeed<T: Send + 'static, E: Send + 'static> {
    queue: Arc<Queue<T, E>>,
    items: VecDeque<T>,
    /// How many have gone on, and were not reported.
    used: u64,
}

impl<T: Send + 'static, E: Send + 'static> LaneFeed<T, E> {
    pub(super) fn new(queue: Arc<Queue<T, E>>) -> Self {
        Self { queue, items: VecDeque::new(), used: 0 }
    }

    pub(super) fn connect(&self, receiver: Arc<dyn Receiver<T>>) {
        self.queue.connect(receiver);
    }

    /// Whether nothing waits before what comes next.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty() && self.queue.is_empty()
    }

    fn report(&mut self) {
        if self.used > 0 {
            self.queue.used(mem::take(&mut self.used));
        }
    }

    #[cold]
    fn refill(&mut self, wanted: bool) -> Signal<T, E> {
        self.report();
        if self.is_empty() {
            return Signal::Wait;
        }
        if !self.queue.is_empty() {
            if let Some(end) = self.queue.take(&mut self.items) {
                return Signal::End(end);
            }
        }
        match self.items.pop_front() {
            Some(item) if wanted => {
                self.used += 1;
                Signal::Next(item)
            }
            Some(item) => {
                self.items.push_front(item);
                Signal::Wait
            }
            None => Signal::Wait,
        }
    }
}

impl<T: Send + 'static, E: Send + 'static> Feed for LaneFeed<T, E> {
    type Item = T;
    type Error = E;

    #[inline]
    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        if wanted {
            if let Some(item) = self.items.pop_front() {
                self.used += 1;
                return Signal::Next(item);
            }
        }
        self.refill(wanted)
    }

    fn is_at_hand(&self) -> bool {
        true // it gives what it has, and waits for nothing
    }
}

impl<T: Send + 'static, E: Send + 'static> Drop for LaneFeed<T, E> {
    fn drop(&mut self) {
        self.report();
        let left = mem::take(&mut self.items);
        // What is dropped may be lanes: whether others go on is seen when all of them are gone.
        let credit = Arc::clone(self.queue.credit());
        credit.pause();
        self.queue.close(left.len() as u64);
        drop(left);
        credit.resume();
    }
}
