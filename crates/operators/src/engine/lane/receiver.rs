use std::collections::VecDeque;

use reactive_streams::{Burst, Subscriber};

use super::LaneFeed;
use crate::engine::Drain;
use crate::engine::direct::{Tally, deliver_burst};

/// Who takes from a lane, for who fills it.
pub(super) trait Receiver<T>: Send + Sync {
    /// There is something in the lane.
    fn notify(&self);

    /// Delivers the first of `block`, as many as are wanted, past a lane in which nothing waits.
    fn deliver(&self, block: &mut VecDeque<T>);
}

impl<T, E, S> Receiver<T> for Drain<LaneFeed<T, E>, S>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    fn notify(&self) {
        Self::notify(self);
    }

    fn deliver(&self, block: &mut VecDeque<T>) {
        if block.is_empty() || self.is_satisfied() {
            return;
        }
        let Some(mut state) = self.borrow() else { return };
        let mut tally = Tally::default();
        if state.feed.is_empty() {
            deliver_burst(Front(block), self, &mut tally, &mut state.subscriber);
        }
        // What is left of the block goes into the lane and is announced: who came in vain comes again.
        self.restore(state, tally.delivered());
    }
}

/// A block as a burst; what is not taken stays in it.
struct Front<'a, T>(&'a mut VecDeque<T>);

impl<T> Burst<T> for Front<'_, T> {
    #[inline]
    fn next(&mut self) -> Option<T> {
        self.0.pop_front()
    }

    fn unused(&mut self) {}

    fn is_at_hand(&self) -> bool {
        true
    }
}
