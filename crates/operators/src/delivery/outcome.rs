use std::fmt;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::task::Waker;
use std::thread;

use crate::sync::{Mutex, lock};

/// What a [`Destination`](super::Destination) tells of a record: that it has arrived, or why it has not.
///
/// It is told once, on any thread, and never blocks. Dropped untold, it ends the stream: the results before it
/// are given, then the subscriber is dropped without a terminal signal. Told after the stream is over, it is
/// dropped.
#[must_use = "an outcome that is dropped ends the stream"]
pub struct Outcome<R, E>(Option<Arc<Slot<R, E>>>);

impl<R, E> Outcome<R, E> {
    pub(crate) fn new(slot: Arc<Slot<R, E>>) -> Self {
        Self(Some(slot))
    }

    /// The record has arrived.
    pub fn sent(self, receipt: R) {
        self.tell(Ok(receipt));
    }

    /// The record has not arrived, and nobody tries any more.
    pub fn failed(self, error: E) {
        self.tell(Err(error));
    }

    /// Either of them.
    pub fn tell(self, result: Result<R, E>) {
        self.put(Told::Result(result)).into_iter().for_each(Waker::wake);
    }

    /// Tells several. Of their streams each goes on once, when all have been told, and not after each.
    ///
    /// A stream whose subscriber panics is over, and the others go on; then the panic unwinds from here.
    pub fn tell_all(results: impl IntoIterator<Item = (Self, Result<R, E>)>) {
        let mut waiting = Waiting(Vec::new());
        for (outcome, result) in results {
            waiting.0.extend(outcome.put(Told::Result(result)));
        }
    }

    /// Gives whom to wake.
    fn put(mut self, told: Told<R, E>) -> Option<Waker> {
        self.0.take()?.put(told)
    }
}

impl<R, E> Drop for Outcome<R, E> {
    fn drop(&mut self) {
        let waker = self.0.take().and_then(|slot| slot.put(Told::Abandoned));
        waker.into_iter().for_each(Waker::wake);
    }
}

impl<R, E> fmt::Debug for Outcome<R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outcome").finish_non_exhaustive()
    }
}

/// Who is to be woken, also if the results that are told panic.
struct Waiting(Vec<Waker>);

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut panics = self.0.drain(..).filter_map(|waker| {
            // They are of different streams: what one subscriber does is not to stop the others.
            catch_unwind(AssertUnwindSafe(|| waker.wake())).err()
        });
        let first = panics.next();
        panics.for_each(mem::forget); // to drop one may panic again
        match first {
            Some(panic) if thread::panicking() => mem::forget(panic),
            Some(panic) => resume_unwind(panic),
            None => {}
        }
    }
}

/// Where the outcome of one record is told, and of others after it.
pub(crate) struct Slot<R, E> {
    state: Mutex<State<R, E>>,
    /// Who takes what is told.
    waker: Waker,
}

enum State<R, E> {
    Untold,
    /// Not told either, and nothing can be delivered before it is.
    Awaited,
    Told(Told<R, E>),
    /// Nobody takes it any more.
    Closed,
}

pub(crate) enum Told<R, E> {
    Result(Result<R, E>),
    Abandoned,
}

impl<R, E> Slot<R, E> {
    pub(crate) fn new(waker: Waker) -> Self {
        Self { state: Mutex::new(State::Untold), waker }
    }

    /// Tells; gives whom to wake, if somebody waits for this one.
    fn put(&self, told: Told<R, E>) -> Option<Waker> {
        let mut state = lock(&self.state);
        if let State::Closed = *state {
            drop(state);
            drop(told); // after the lock: foreign code
            return None;
        }
        let before = mem::replace(&mut *state, State::Told(told));
        drop(state);
        matches!(before, State::Awaited).then(|| self.waker.clone())
    }

    /// Takes what was told, a result only if one is `wanted`. If nothing was, whoever tells wakes.
    pub(crate) fn take(&self, wanted: bool) -> Option<Told<R, E>> {
        let mut state = lock(&self.state);
        match *state {
            State::Told(Told::Result(_)) if !wanted => return None,
            State::Closed => return None,
            _ => {}
        }
        match mem::replace(&mut *state, State::Awaited) {
            State::Told(told) => {
                *state = State::Untold;
                Some(told)
            }
            _ => None,
        }
    }

    /// Nobody takes anything any more.
    pub(crate) fn close(&self) {
        let before = mem::replace(&mut *lock(&self.state), State::Closed);
        drop(before); // after the lock: foreign code
    }
}
