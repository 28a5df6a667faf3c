use std::fmt;
use std::sync::Arc;

use reactive_streams::Demand;

use super::hooks::Hooks;
use crate::sinks::{EmitError, Input};

/// What the bridge of [`create`](super::create()) pushes elements into. Clones push into the same stream,
/// also from several threads at once: what they push is delivered one after another.
#[doc(alias = "serialize")]
#[doc(alias = "toSerialized")]
#[doc(alias = "FluxSink")]
#[doc(alias = "FlowableEmitter")]
pub struct Emitter<T, E> {
    input: Input<T, E>,
    hooks: Arc<Hooks>,
}

impl<T, E> Emitter<T, E> {
    pub(super) fn new(input: Input<T, E>, hooks: Arc<Hooks>) -> Self {
        Self { input, hooks }
    }

    /// Emits an element.
    ///
    /// # Errors
    ///
    /// Gives it back as [`EmitError::Overflow`], [`Terminated`](EmitError::Terminated) or
    /// [`Cancelled`](EmitError::Cancelled).
    pub fn next(&self, element: T) -> Result<(), EmitError<T>> {
        self.input.next(element)
    }

    /// Completes the stream, after the elements that wait.
    ///
    /// # Errors
    ///
    /// As [`EmitError::Terminated`] or [`Cancelled`](EmitError::Cancelled) if it has ended before.
    pub fn complete(&self) -> Result<(), EmitError<()>> {
        self.input.complete()
    }

    /// Fails the stream, after the elements that wait.
    ///
    /// # Errors
    ///
    /// Gives the error back as [`EmitError::Terminated`] or [`Cancelled`](EmitError::Cancelled) if the
    /// stream has ended before.
    pub fn error(&self, error: E) -> Result<(), EmitError<E>> {
        self.input.error(error)
    }

    /// Whether the subscriber has cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.hooks.is_cancelled()
    }

    /// Has `hook` called with what is requested, first of all with what has been.
    ///
    /// It is called by whoever requests, never twice at the same time. It may emit.
    pub fn on_request(&self, hook: impl FnMut(Demand) + Send + 'static) {
        self.hooks.on_request(Box::new(hook));
    }

    /// Has `hook` called when the subscriber cancels; at once if it has.
    pub fn on_cancel(&self, hook: impl FnOnce() + Send + 'static) {
        self.hooks.on_cancel(Box::new(hook));
    }

    /// Has `hook` called, once, when the stream is over, however that came; at once if it is.
    pub fn on_dispose(&self, hook: impl FnOnce() + Send + 'static) {
        self.hooks.on_dispose(Box::new(hook));
    }
}

impl<T, E> Clone for Emitter<T, E> {
    fn clone(&self) -> Self {
        Self { input: self.input.clone(), hooks: Arc::clone(&self.hooks) }
    }
}

impl<T, E> fmt::Debug for Emitter<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emitter")
            .field("is_cancelled", &self.is_cancelled())
            .finish_non_exhaustive()
    }
}
