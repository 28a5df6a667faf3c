use std::collections::VecDeque;
use std::future::poll_fn;
use std::mem;
use std::num::NonZeroUsize;
use std::task::{Poll, Waker};

use super::rule::OverflowRule;
use super::{Overflowed, Reason};
use crate::engine::{Deadline, End, Signal, block_on};
use crate::sync::{AtomicBool, Mutex, Ordering, lock};

/// What the two ends of the buffer share.
///
/// What is told, woken or dropped is so when the lock is free: all of that is foreign code.
pub(super) struct Buffer<T, E> {
    state: Mutex<State<T, E>>,
    capacity: NonZeroUsize,
    /// There is an error that overtakes what waits. Set under the lock.
    failed: AtomicBool,
}

struct State<T, E> {
    waiting: Waiting<T>,
    /// The end that follows what waits.
    end: Option<End<E>>,
    /// The end is set, or nobody takes elements any more.
    closed: bool,
    /// Who waits for room.
    blocked: Option<Waker>,
}

/// An element that waits, and its rank.
pub struct Ranked<T> {
    pub(super) rank: i64,
    pub(super) element: T,
}

opaque!(Ranked<T>);

/// The elements that wait, oldest first.
pub(super) type Waiting<T> = VecDeque<Ranked<T>>;

/// Elements for which there was no room, in that order.
pub struct LeftOut<T>(pub(super) Vec<Out<T>>);

opaque!(LeftOut<T>);

pub(super) enum Out<T> {
    /// It waited, and was put out.
    Evicted(Overflowed<T>),
    /// It came; what becomes of it is for the rule to say.
    Refused(T),
}

impl<T> LeftOut<T> {
    pub(super) fn evict(&mut self, reason: Reason, Ranked { element, .. }: Ranked<T>) {
        self.0.push(Out::Evicted(Overflowed { reason, element }));
    }
}

impl<T, E> Buffer<T, E> {
    pub(super) fn new(capacity: NonZeroUsize) -> Self {
        let state = State { waiting: VecDeque::new(), end: None, closed: false, blocked: None };
        Self { state: Mutex::new(state), capacity, failed: AtomicBool::new(false) }
    }

    pub(super) fn capacity(&self) -> NonZeroUsize {
        self.capacity
    }

    // ===== the end that takes whatever comes =====

    /// How many more elements have room; there may be more of it, but not less.
    pub(super) fn room(&self) -> usize {
        self.capacity.get() - lock(&self.state).waiting.len()
    }

    /// Takes in all of `block`, one after another; a closed buffer leaves it as it is.
    pub(super) fn push<R: OverflowRule<T, E>>(
        &self,
        block: &mut Waiting<T>,
        rule: &R,
        left_out: &mut LeftOut<T>,
    ) {
        let mut state = lock(&self.state);
        if state.closed {
            return;
        }
        for ranked in block.drain(..) {
            if state.waiting.len() >= self.capacity.get() {
                rule.evict(&mut state.waiting, ranked.rank, left_out);
            }
            if state.waiting.len() < self.capacity.get() {
                state.waiting.push_back(ranked);
            } else {
                left_out.0.push(Out::Refused(ranked.element));
            }
        }
    }

    /// Leaves a waker that is called when there may be room; `false` if there may be some now.
    fn wait(&self, waker: &Waker) -> bool {
        let waker = waker.clone();
        let mut state = lock(&self.state);
        let waits = !state.closed && state.waiting.len() >= self.capacity.get();
        let unused = if waits { state.blocked.replace(waker) } else { Some(waker) };
        drop(state);
        drop(unused);
        waits
    }

    /// Blocks this thread until there is room, nobody takes anything any more, or the time is over.
    pub(super) fn wait_until(&self, deadline: &Deadline) {
        block_on(poll_fn(|cx| {
            let waits = self.wait(cx.waker()) && !deadline.is_over(cx.waker());
            if waits { Poll::Pending } else { Poll::Ready(()) }
        }));
    }

    /// Ends the stream after what waits. The first end counts.
    ///
    /// # Errors
    ///
    /// Gives the end back if it is closed already.
    pub(super) fn end(&self, end: End<E>) -> Result<(), End<E>> {
        let mut state = lock(&self.state);
        if state.closed {
            drop(state);
            return Err(end);
        }
        state.closed = true;
        state.end = Some(end);
        Ok(())
    }

    /// Ends the stream before what waits, which is dropped.
    ///
    /// # Errors
    ///
    /// As [`end`](Self::end), and then what waits stays.
    pub(super) fn fail(&self, error: E) -> Result<(), End<E>> {
        let mut state = lock(&self.state);
        if state.closed {
            drop(state);
            return Err(End::Error(error));
        }
        state.closed = true;
        state.end = Some(End::Error(error));
        self.failed.store(true, Ordering::Relaxed);
        let dropped = mem::take(&mut state.waiting);
        drop(state);
        drop(dropped);
        Ok(())
    }

    /// Drops what waits.
    pub(super) fn clear(&self) {
        let dropped = mem::take(&mut lock(&self.state).waiting);
        drop(dropped);
    }

    // ===== the end from which elements are taken =====

    pub(super) fn is_empty(&self) -> bool {
        lock(&self.state).waiting.is_empty()
    }

    /// Whether an error overtakes what has been taken, too.
    pub(super) fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed) // whoever then looks for the end takes the lock
    }

    pub(super) fn pop(&self, wanted: bool) -> Signal<Ranked<T>, E> {
        let mut state = lock(&self.state);
        if state.waiting.is_empty() {
            return state.end.take().map_or(Signal::Wait, Signal::End);
        }
        if !wanted {
            return Signal::Wait;
        }
        let item = state.waiting.pop_front();
        let blocked = state.blocked.take();
        drop(state);
        blocked.into_iter().for_each(Waker::wake);
        item.map_or(Signal::Wait, Signal::Next)
    }

    /// Moves the oldest elements to `taken`, no more than `most`.
    pub(super) fn take(&self, taken: &mut Waiting<T>, most: usize) {
        let mut state = lock(&self.state);
        let size = most.min(state.waiting.len());
        if size == 0 {
            return;
        }
        taken.extend(state.waiting.drain(..size));
        let blocked = state.blocked.take();
        drop(state);
        blocked.into_iter().for_each(Waker::wake);
    }

    /// Nobody takes elements any more.
    pub(super) fn close(&self) {
        let mut state = lock(&self.state);
        state.closed = true;
        let dropped = (mem::take(&mut state.waiting), state.end.take());
        let blocked = state.blocked.take();
        drop(state);
        blocked.into_iter().for_each(Waker::wake);
        drop(dropped);
    }
}
