use std::mem;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::Waker;

use super::SpillFailed;
use super::link::Link;
use crate::core::lock;

/// What who takes elements in shares with who gives them.
pub(super) struct Stock<W, T, E> {
    pub(super) link: Arc<Link>,
    state: Mutex<State<W, T, E>>,
}

pub(super) struct State<W, T, E> {
    /// What there is.
    pub(super) waiting: W,
    /// How the disk has failed. Nothing is taken in from then on.
    pub(super) failed: Option<SpillFailed<T>>,
    /// How the upstream has ended.
    pub(super) end: Option<Result<(), E>>,
    /// Who waits for any of this.
    pub(super) waker: Option<Waker>,
    /// Whether nobody takes elements any more.
    pub(super) is_over: bool,
}

impl<W: Default, T, E> State<W, T, E> {
    fn new() -> Self {
        Self { waiting: W::default(), failed: None, end: None, waker: None, is_over: false }
    }
}

impl<W, T, E> State<W, T, E> {
    /// Whether what comes has nowhere to go (§2.8).
    pub(super) fn is_closed(&self) -> bool {
        self.is_over || self.failed.is_some()
    }

    /// The error of the upstream, which overtakes what waits (§4.2).
    pub(super) fn take_error(&mut self) -> Option<E> {
        self.end.take_if(|end| end.is_err())?.err()
    }
}

impl<W: Default, T, E> Stock<W, T, E> {
    pub(super) fn new() -> Self {
        Self { link: Link::new(), state: Mutex::new(State::new()) }
    }

    /// Nobody takes elements any more.
    pub(super) fn close(&self) {
        self.link.cancel();
        let mut state = self.lock();
        let waiting = mem::replace(&mut *state, State::new());
        state.is_over = true;
        drop(state);
        drop(waiting); // after the lock: elements are foreign
    }
}

impl<W, T, E> Stock<W, T, E> {
    pub(super) fn lock(&self) -> MutexGuard<'_, State<W, T, E>> {
        lock(&self.state)
    }

    /// To take something in, unless that has nowhere to go.
    pub(super) fn open(&self) -> Option<MutexGuard<'_, State<W, T, E>>> {
        Some(self.lock()).filter(|state| !state.is_closed())
    }

    /// The upstream has ended.
    pub(super) fn end(&self, end: Result<(), E>) {
        let mut state = self.lock();
        state.end = Some(end);
        wake(state);
    }
}

/// Wakes who waits, once the lock is free.
pub(super) fn wake<W, T, E>(mut state: MutexGuard<'_, State<W, T, E>>) {
    let waker = state.waker.take();
    drop(state);
    waker.into_iter().for_each(Waker::wake);
}
