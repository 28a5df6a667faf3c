use std::mem;

use reactive_streams::Demand;

use crate::sync::{Mutex, lock};

/// What an emitter wants to be told of.
pub(super) struct Hooks(Mutex<State>);

struct State {
    /// What was requested and has not been told.
    requested: u64,
    on_request: Option<Box<dyn FnMut(Demand) + Send>>,
    on_cancel: Vec<Hook>,
    on_dispose: Vec<Hook>,
    cancelled: bool,
    disposed: bool,
}

pub(super) type Hook = Box<dyn FnOnce() + Send>;

impl Hooks {
    pub(super) fn new() -> Self {
        Self(Mutex::new(State {
            requested: 0,
            on_request: None,
            on_cancel: Vec::new(),
            on_dispose: Vec::new(),
            cancelled: false,
            disposed: false,
        }))
    }

    pub(super) fn on_request(&self, hook: Box<dyn FnMut(Demand) + Send>) {
        let mut state = lock(&self.0);
        if state.disposed {
            drop(state);
            return drop(hook); // it may hold an emitter, and with that itself
        }
        let old = state.on_request.replace(hook);
        drop(state);
        drop(old);
        self.tell();
    }

    /// Demand has come.
    pub(super) fn request(&self, demand: Demand) {
        let mut state = lock(&self.0);
        state.requested = state.requested.saturating_add(demand.get());
        drop(state);
        self.tell();
    }

    /// Tells of demand. The hook is taken out meanwhile: whoever requests from inside it leaves the demand
    /// to this loop, which bounds the recursion (§3.3).
    fn tell(&self) {
        loop {
            let mut state = lock(&self.0);
            let Some(demand) = Demand::new(state.requested) else { return };
            let Some(mut hook) = state.on_request.take() else { return };
            state.requested = 0;
            drop(state);
            hook(demand);
            let mut state = lock(&self.0);
            // Unless it has been replaced by itself, or is of no use any more.
            if state.on_request.is_none() && !state.disposed {
                state.on_request = Some(hook);
            }
        }
    }

    pub(super) fn on_cancel(&self, hook: Hook) {
        let mut state = lock(&self.0);
        let late = match (state.cancelled, state.disposed) {
            (true, _) => Some(hook),
            (false, true) => None,
            (false, false) => {
                state.on_cancel.push(hook);
                None
            }
        };
        drop(state);
        late.into_iter().for_each(|hook| hook());
    }

    pub(super) fn on_dispose(&self, hook: Hook) {
        let mut state = lock(&self.0);
        if !state.disposed {
            state.on_dispose.push(hook);
            return;
        }
        drop(state);
        hook();
    }

    pub(super) fn is_cancelled(&self) -> bool {
        lock(&self.0).cancelled
    }

    /// The subscriber has cancelled.
    pub(super) fn cancel(&self) {
        let mut state = lock(&self.0);
        state.cancelled |= !state.disposed;
        let hooks = mem::take(&mut state.on_cancel);
        drop(state);
        hooks.into_iter().for_each(|hook| hook());
    }

    /// The stream is over.
    pub(super) fn dispose(&self) {
        let mut state = lock(&self.0);
        state.disposed = true;
        let hooks = mem::take(&mut state.on_dispose);
        let unused = (state.on_request.take(), mem::take(&mut state.on_cancel));
        drop(state);
        drop(unused);
        hooks.into_iter().for_each(|hook| hook());
    }
}
