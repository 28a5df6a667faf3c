use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;

use super::{Credit, Receiver};
use crate::engine::End;
use crate::sync::{AtomicBool, Mutex, Ordering, lock};

/// What the two ends of a lane share.
pub(super) struct Queue<T, E> {
    state: Mutex<State<T, E>>,
    /// Whether there is anything to be taken; set and cleared under the lock.
    filled: AtomicBool,
    credit: Arc<Credit>,
    /// Whether its elements count against the credit.
    counts: bool,
}

struct State<T, E> {
    items: VecDeque<T>,
    end: Option<End<E>>,
    /// Whether the end comes before what is there.
    overtakes: bool,
    /// Set when the lane has been subscribed.
    receiver: Option<Arc<dyn Receiver<T>>>,
    closed: bool,
    /// Whether it still wants the upstream: until its end is known, or nobody takes from it.
    open: bool,
}

impl<T, E> Queue<T, E> {
    pub(super) fn new(credit: Arc<Credit>, counts: bool) -> Self {
        credit.join();
        let state = State {
            items: VecDeque::new(),
            end: None,
            overtakes: false,
            receiver: None,
            closed: false,
            open: true,
        };
        Self { state: Mutex::new(state), filled: AtomicBool::new(false), credit, counts }
    }

    pub(super) fn is_closed(&self) -> bool {
        lock(&self.state).closed
    }

    /// Who takes from it, if it has been subscribed, and is not closed.
    pub(super) fn receiver(&self) -> Option<Arc<dyn Receiver<T>>> {
        lock(&self.state).receiver.clone()
    }

    /// Moves `block` into the queue, and leaves it empty. Tells `receiver` who takes from it.
    pub(super) fn push(
        &self,
        block: &mut VecDeque<T>,
        receiver: &mut Option<Arc<dyn Receiver<T>>>,
    ) -> Result<(), VecDeque<T>> {
        let mut state = lock(&self.state);
        if state.closed {
            return Err(mem::take(block));
        }
        if receiver.is_none() {
            receiver.clone_from(&state.receiver);
        }
        if self.counts && receiver.is_none() {
            // Under the lock: who subscribes comes later.
            self.credit.hold(block.len() as u64);
        }
        state.items.append(block);
        self.filled.store(true, Ordering::Release);
        drop(state);
        if let Some(receiver) = receiver {
            receiver.notify();
        }
        Ok(())
    }

    /// Ends the lane after what is in it, or at once if the end `overtakes` that.
    pub(super) fn end(&self, end: End<E>, overtakes: bool)
    where
        E: Send + 'static,
    {
        let mut state = lock(&self.state);
        state.overtakes = overtakes;
        let unused = if state.closed { Some(end) } else { state.end.replace(end) };
        self.filled.store(true, Ordering::Release);
        let receiver = state.receiver.clone();
        let was_open = mem::replace(&mut state.open, false);
        drop(state);
        End::undelivered(unused);
        if let Some(receiver) = receiver {
            receiver.notify();
        }
        if was_open {
            self.credit.leave();
        }
    }

    pub(super) fn connect(&self, receiver: Arc<dyn Receiver<T>>) {
        let mut state = lock(&self.state);
        state.receiver = Some(receiver);
        if self.counts {
            self.credit.let_go(state.items.len() as u64);
        }
    }

    /// Whether there is nothing to be taken, as far as one can see without the lock.
    pub(super) fn is_empty(&self) -> bool {
        !self.filled.load(Ordering::Acquire)
    }

    /// Swaps all that is there for `taken` if that is empty, or takes the end if it is its turn.
    pub(super) fn take(&self, taken: &mut VecDeque<T>) -> Option<End<E>> {
        let mut state = lock(&self.state);
        if taken.is_empty() {
            mem::swap(&mut state.items, taken);
        }
        let end = if taken.is_empty() || state.overtakes { state.end.take() } else { None };
        let filled = state.end.is_some() || !state.items.is_empty();
        self.filled.store(filled, Ordering::Relaxed);
        end
    }

    /// So many of what was taken have been used.
    pub(super) fn used(&self, elements: u64) {
        if self.counts {
            self.credit.replace(elements);
        }
    }

    pub(super) fn credit(&self) -> &Arc<Credit> {
        &self.credit
    }

    /// Nobody takes from it any more; `left` of what was taken have not been used.
    pub(super) fn close(&self, left: u64) {
        let mut state = lock(&self.state);
        state.closed = true;
        let items = mem::take(&mut state.items);
        let held = items.len() as u64;
        if self.counts && state.receiver.is_none() {
            self.credit.let_go(held);
        }
        let dropped = (state.end.take(), state.receiver.take());
        let was_open = mem::replace(&mut state.open, false);
        drop(state);
        // First of all: who is the last to go does not ask for more.
        if was_open {
            self.credit.leave();
        }
        self.used(held + left);
        drop((items, dropped)); // after the lock: foreign code
    }
}
