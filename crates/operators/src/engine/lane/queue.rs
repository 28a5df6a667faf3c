use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;
use std::task::Waker;

use super::Credit;
use crate::engine::End;
use crate::sync::{Mutex, lock};

/// What the two ends of a lane share.
pub(super) struct Queue<T, E> {
    state: Mutex<State<T, E>>,
    credit: Arc<Credit>,
    /// Whether its elements count against the credit.
    counts: bool,
}

struct State<T, E> {
    items: VecDeque<T>,
    end: Option<End<E>>,
    /// Set when the lane has been subscribed.
    receiver: Option<Waker>,
    closed: bool,
    /// Whether it still wants the upstream: until its end is known, or nobody takes from it.
    open: bool,
}

impl<T, E> Queue<T, E> {
    pub(super) fn new(credit: Arc<Credit>, counts: bool) -> Self {
        credit.join();
        let state =
            State { items: VecDeque::new(), end: None, receiver: None, closed: false, open: true };
        Self { state: Mutex::new(state), credit, counts }
    }

    pub(super) fn is_closed(&self) -> bool {
        lock(&self.state).closed
    }

    /// Moves `block` into the queue, and leaves it empty.
    pub(super) fn push(&self, block: &mut Vec<T>) -> Result<(), Vec<T>> {
        let mut state = lock(&self.state);
        if state.closed {
            return Err(mem::take(block));
        }
        let elements = block.len() as u64;
        state.items.extend(block.drain(..));
        let receiver = state.receiver.clone();
        if self.counts {
            // Under the lock: who takes or subscribes comes later.
            self.credit.hold(elements, receiver.is_some());
        }
        drop(state);
        receiver.into_iter().for_each(Waker::wake);
        Ok(())
    }

    pub(super) fn end(&self, end: End<E>) {
        let mut state = lock(&self.state);
        let unused = if state.closed { Some(end) } else { state.end.replace(end) };
        let receiver = state.receiver.clone();
        let was_open = mem::replace(&mut state.open, false);
        drop(state);
        drop(unused);
        receiver.into_iter().for_each(Waker::wake);
        if was_open {
            self.credit.leave();
        }
    }

    pub(super) fn connect(&self, receiver: Waker) {
        let mut state = lock(&self.state);
        state.receiver = Some(receiver);
        if self.counts {
            self.credit.consume(state.items.len() as u64);
        }
    }

    /// Swaps all that is there for `taken`, which is empty, or takes the end if nothing is there.
    pub(super) fn take(&self, taken: &mut VecDeque<T>) -> Option<End<E>> {
        let mut state = lock(&self.state);
        mem::swap(&mut state.items, taken);
        if taken.is_empty() { state.end.take() } else { None }
    }

    /// So many of what was taken have been used.
    pub(super) fn used(&self, elements: u64) {
        if self.counts {
            self.credit.take(elements, true);
        }
    }

    pub(super) fn credit(&self) -> &Arc<Credit> {
        &self.credit
    }

    /// Nobody takes from it any more; `left` of what was taken have not been used.
    pub(super) fn close(&self, left: u64) {
        let mut state = lock(&self.state);
        state.closed = true;
        let consumed = state.receiver.is_some();
        let items = mem::take(&mut state.items);
        let dropped = (state.end.take(), state.receiver.take());
        let was_open = mem::replace(&mut state.open, false);
        drop(state);
        // First of all: who is the last to go does not ask for more.
        if was_open {
            self.credit.leave();
        }
        if self.counts {
            self.credit.take(items.len() as u64 + left, consumed);
        }
        drop((items, dropped)); // after the lock: foreign code
    }
}
