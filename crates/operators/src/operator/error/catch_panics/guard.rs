use std::thread;

use reactive_streams::Subscriber;

use crate::engine::End;
use crate::sync::{AtomicUsize, Mutex, Ordering, here, lock};

/// What the two ends of a segment share: whose panic it is, and who is told of it.
pub(super) struct Guard<S, E> {
    /// The thread that has called into the segment.
    inside: AtomicUsize,
    /// The thread that has called out of it: to the downstream, or for an element of the upstream.
    outside: AtomicUsize,
    state: Mutex<State<S, E>>,
}

struct State<S, E> {
    /// The downstream, out of the hands of a segment that is unwinding.
    rescued: Option<S>,
    /// For the downstream, when the segment lets go of it.
    error: Option<E>,
    /// The segment has the downstream.
    open: bool,
}

const NOWHERE: usize = 0;

impl<S, E> Guard<S, E> {
    pub(super) fn new() -> Self {
        let state = State { rescued: None, error: None, open: true };
        let (inside, outside) = (AtomicUsize::new(NOWHERE), AtomicUsize::new(NOWHERE));
        Self { inside, outside, state: Mutex::new(state) }
    }

    /// Calls into the segment. After a panic of what is outside, this is not changed back.
    pub(super) fn call_in<R>(&self, call: impl FnOnce() -> R) -> R {
        // Relaxed, as below: what a thread reads of itself it has written itself.
        let inside = self.inside.swap(here(), Ordering::Relaxed);
        let outside = self.outside.swap(NOWHERE, Ordering::Relaxed);
        let result = call();
        self.inside.store(inside, Ordering::Relaxed);
        self.outside.store(outside, Ordering::Relaxed);
        result
    }

    /// Calls out of the segment; after a panic it is known that it came from there.
    pub(super) fn call_out<R>(&self, call: impl FnOnce() -> R) -> R {
        let before = self.outside.swap(here(), Ordering::Relaxed);
        let result = call();
        self.outside.store(before, Ordering::Relaxed);
        result
    }

    /// Whether what this thread has caught came from outside the segment.
    pub(super) fn is_from_outside(&self) -> bool {
        self.outside.load(Ordering::Relaxed) == here()
    }

    /// The segment has ended the stream, and takes the downstream with it.
    pub(super) fn close(&self) {
        lock(&self.state).open = false;
    }

    /// The segment has let go of the downstream without an end.
    pub(super) fn let_go<T>(&self, downstream: S)
    where
        S: Subscriber<T, E>,
    {
        let mut state = lock(&self.state);
        state.open = false;
        let error = state.error.take();
        let unwinds = thread::panicking() && self.inside.load(Ordering::Relaxed) == here();
        if error.is_none() && unwinds && !self.is_from_outside() {
            // Nothing is called while a panic unwinds: who catches it has the downstream told.
            state.rescued = Some(downstream);
            return;
        }
        drop(state);
        error.map_or(End::Abandoned, End::Error).signal(downstream);
    }

    /// The segment has panicked: tells the downstream, or leaves the error for whoever lets go of it. Gives it
    /// back if there is nobody to tell.
    pub(super) fn fail<T>(&self, error: E, segment: impl Sized) -> Result<(), E>
    where
        S: Subscriber<T, E>,
    {
        let mut state = lock(&self.state);
        let rescued = state.rescued.take();
        if let Some(downstream) = rescued {
            drop(state);
            drop(segment);
            downstream.on_error(error);
            return Ok(());
        }
        if !state.open {
            drop(state);
            return Err(error);
        }
        state.error = Some(error);
        drop(state);
        drop(segment); // which may let go of the downstream
        Ok(())
    }
}
