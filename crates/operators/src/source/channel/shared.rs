use std::collections::VecDeque;
use std::mem;
use std::num::NonZeroUsize;
use std::task::Waker;

use crate::engine::{End, Signal};
use crate::sync::{Mutex, lock};

/// What the two ends of a channel share: the elements, and who waits for what.
///
/// Wakers are called, and elements dropped, when the lock is free: both are foreign code.
pub(crate) struct Shared<T, E>(Mutex<State<T, E>>);

struct State<T, E> {
    queue: VecDeque<T>,
    capacity: NonZeroUsize,
    senders: usize,
    /// The end that follows the elements in the queue.
    end: Option<End<E>>,
    /// No more elements are taken: the end is set, or the receiving end is gone.
    closed: Option<Closed>,
    waiting: VecDeque<(Ticket, Waker)>,
    next_ticket: Ticket,
    receiver: Option<Waker>,
    /// The receiving end wants an element, and there is none.
    starving: bool,
    /// Called when the receiving end goes, or begins to starve.
    watcher: Option<Waker>,
}

/// What a waiting sender is known by.
pub(crate) type Ticket = u64;

/// Why an element was not taken; it is given back.
pub(crate) enum Refused<T> {
    Full(T),
    Closed(T, Closed),
}

/// Who has closed the channel.
#[derive(Clone, Copy)]
pub(crate) enum Closed {
    /// The sending end, which has said how the stream ends.
    Ended,
    /// The receiving end.
    Cancelled,
}

impl<T, E> Shared<T, E> {
    pub(crate) fn new(capacity: NonZeroUsize) -> Self {
        Self(Mutex::new(State {
            queue: VecDeque::new(),
            capacity,
            senders: 0,
            end: None,
            closed: None,
            waiting: VecDeque::new(),
            next_ticket: 0,
            receiver: None,
            starving: false,
            watcher: None,
        }))
    }

    // ===== the sending end =====

    pub(crate) fn push(&self, item: T) -> Result<(), Refused<T>> {
        let mut state = lock(&self.0);
        if let Some(closed) = state.closed {
            return Err(Refused::Closed(item, closed));
        }
        if state.queue.len() == state.capacity.get() {
            return Err(Refused::Full(item));
        }
        state.starving = false;
        state.queue.push_back(item);
        let receiver = state.receiver.clone();
        drop(state);
        wake(receiver);
        Ok(())
    }

    /// Leaves a waker that is called when there may be room; `false` if there may be some now.
    pub(crate) fn wait(&self, ticket: &mut Option<Ticket>, waker: &Waker) -> bool {
        let waker = waker.clone();
        let mut state = lock(&self.0);
        if state.closed.is_some() || state.queue.len() < state.capacity.get() {
            drop(state);
            return false;
        }
        let known = state.waiting.iter().position(|(waiting, _)| Some(*waiting) == *ticket);
        let old = match known {
            Some(index) => Some(mem::replace(&mut state.waiting[index].1, waker)),
            None => {
                let new = state.next_ticket;
                state.next_ticket += 1;
                state.waiting.push_back((new, waker));
                *ticket = Some(new);
                None
            }
        };
        drop(state);
        drop(old);
        true
    }

    /// A sender no longer waits. If it had been woken and was not `served`, the next may be.
    pub(crate) fn leave(&self, ticket: Ticket, served: bool) {
        let mut state = lock(&self.0);
        let index = state.waiting.iter().position(|(waiting, _)| *waiting == ticket);
        let (gone, next) = match index {
            Some(index) => (state.waiting.remove(index), None),
            None if served => (None, None),
            None => (None, state.waiting.pop_front()),
        };
        drop(state);
        drop(gone);
        wake(next.map(|(_, waker)| waker));
    }

    /// Leaves a waker that is called when the receiving end goes, if it has not gone yet, and whenever
    /// it begins to starve.
    pub(crate) fn watch(&self, waker: Waker) {
        let mut state = lock(&self.0);
        let waker = if state.closed.is_some() { Some(waker) } else { state.watcher.replace(waker) };
        drop(state);
        drop(waker);
    }

    /// Whether an element is wanted, and there is none.
    pub(crate) fn is_starving(&self) -> bool {
        lock(&self.0).starving
    }

    pub(crate) fn is_closed(&self) -> bool {
        lock(&self.0).closed.is_some()
    }

    pub(crate) fn add_sender(&self) {
        lock(&self.0).senders += 1;
    }

    pub(crate) fn remove_sender(&self) {
        let mut state = lock(&self.0);
        state.senders -= 1;
        let last = state.senders == 0;
        drop(state);
        if last {
            drop(self.end(End::Complete)); // unless it has ended otherwise before
        }
    }

    /// Ends the stream after the elements in the queue. The first end counts.
    ///
    /// # Errors
    ///
    /// Gives it back if it is closed already.
    pub(crate) fn end(&self, end: End<E>) -> Result<(), (End<E>, Closed)> {
        let mut state = lock(&self.0);
        if let Some(closed) = state.closed {
            drop(state);
            return Err((end, closed));
        }
        state.closed = Some(Closed::Ended);
        state.end = Some(end);
        let waiting = mem::take(&mut state.waiting);
        let receiver = state.receiver.clone();
        drop(state);
        wake(waiting.into_iter().map(|(_, waker)| waker));
        wake(receiver);
        Ok(())
    }

    /// As [`end`](Self::end). An error that comes too late cannot be delivered.
    pub(crate) fn end_or_drop(&self, end: End<E>)
    where
        E: Send + 'static,
    {
        End::undelivered(self.end(end).err().map(|(late, _closed)| late));
    }

    // ===== the receiving end =====

    pub(crate) fn connect(&self, receiver: Waker) {
        lock(&self.0).receiver = Some(receiver);
    }

    pub(crate) fn pop(&self, wanted: bool) -> Signal<T, E> {
        let mut state = lock(&self.0);
        if !state.queue.is_empty() {
            if !wanted {
                return Signal::Wait;
            }
            let item = state.queue.pop_front();
            let next = state.waiting.pop_front();
            drop(state);
            wake(next.map(|(_, waker)| waker));
            return item.map_or(Signal::Wait, Signal::Next);
        }
        let begins = wanted && !mem::replace(&mut state.starving, wanted);
        if let Some(end) = state.end.take() {
            return Signal::End(end);
        }
        let watcher = if begins { state.watcher.clone() } else { None };
        drop(state);
        wake(watcher);
        Signal::Wait
    }

    /// The receiving end is gone: nothing is taken any more, and what is here is dropped.
    pub(crate) fn close(&self) {
        let mut state = lock(&self.0);
        state.closed.get_or_insert(Closed::Cancelled);
        let waiting = mem::take(&mut state.waiting);
        let watcher = state.watcher.take();
        let dropped = (mem::take(&mut state.queue), state.end.take(), state.receiver.take());
        drop(state);
        wake(waiting.into_iter().map(|(_, waker)| waker).chain(watcher));
        drop(dropped);
    }
}

fn wake(wakers: impl IntoIterator<Item = Waker>) {
    wakers.into_iter().for_each(Waker::wake);
}
