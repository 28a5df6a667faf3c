use std::sync::Arc;

use reactive_streams::Subscription;

use super::buffer::{Buffer, Ranked, Waiting};
use super::{OverflowObserver, OverflowPolicy, OverflowRule, Overflowed, Reason};
use crate::engine::{Arbiter, Block, Feed, Signal};

/// The end of the buffer from which elements are taken.
pub(super) struct Outlet<T, E, R, O> {
    buffer: Arc<Buffer<T, E>>,
    upstream: Arc<Arbiter>,
    policy: Arc<OverflowPolicy<R, O>>,
    /// Requested, and out of the buffer.
    taken: Waiting<T>,
}

impl<T, E, R, O> Outlet<T, E, R, O> {
    pub(super) fn new(
        buffer: Arc<Buffer<T, E>>,
        upstream: Arc<Arbiter>,
        policy: Arc<OverflowPolicy<R, O>>,
    ) -> Self {
        Self { buffer, upstream, policy, taken: Waiting::new() }
    }

    /// Whether nothing waits before what comes next.
    pub(super) fn is_empty(&self) -> bool {
        self.taken.is_empty() && self.buffer.is_empty()
    }

    fn look(&mut self, wanted: bool) -> Signal<Ranked<T>, E> {
        if self.buffer.has_failed() {
            self.taken.clear();
        }
        match self.taken.is_empty() {
            true => self.buffer.pop(wanted),
            false if !wanted => Signal::Wait,
            false => self.taken.pop_front().map_or(Signal::Wait, Signal::Next),
        }
    }
}

impl<T, E, R, O> Feed for Outlet<T, E, R, O>
where
    T: Send + 'static,
    E: Send + 'static,
    R: OverflowRule<T, E>,
    O: OverflowObserver<T>,
{
    type Item = T;
    type Error = E;
    const BLOCKS: bool = !R::AGES;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        loop {
            match self.look(wanted) {
                Signal::Next(Ranked { rank, element }) => {
                    if !self.policy.rule.is_stale(rank) {
                        return Signal::Next(element);
                    }
                    let reason = Reason::TooOld;
                    self.policy.observer.overflowed(Overflowed { reason, element });
                }
                Signal::Wait => return Signal::Wait,
                Signal::End(end) => return Signal::End(end),
            }
        }
    }

    /// No more than a quarter of the capacity: what has been taken does not give way to what comes.
    fn block(&mut self, most: usize) -> impl Block<Item = T> {
        let most = if self.buffer.has_failed() { 0 } else { most };
        if self.taken.is_empty() {
            let quarter = self.buffer.capacity().get().div_ceil(4);
            self.buffer.take(&mut self.taken, most.min(quarter));
        }
        Taken { left: most.min(self.taken.len()), items: &mut self.taken, buffer: &self.buffer }
    }

    fn is_at_hand(&self) -> bool {
        true // it gives what it has, and waits for nothing
    }
}

impl<T, E, R, O> Drop for Outlet<T, E, R, O> {
    fn drop(&mut self) {
        self.upstream.cancel();
        self.buffer.close();
    }
}

/// Elements out of the buffer; what is left of them stays with the outlet.
struct Taken<'a, T, E> {
    items: &'a mut Waiting<T>,
    left: usize,
    buffer: &'a Buffer<T, E>,
}

impl<T, E> Iterator for Taken<'_, T, E> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.left = self.left.checked_sub(1)?;
        self.items.pop_front().map(|ranked| ranked.element)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<T, E> ExactSizeIterator for Taken<'_, T, E> {}

impl<T, E> Block for Taken<'_, T, E> {
    fn is_interrupted(&self) -> bool {
        self.buffer.has_failed()
    }
}
