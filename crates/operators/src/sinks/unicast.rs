use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use super::EmitError;
use crate::engine::End;
use crate::source::ChannelPublisher;
use crate::source::channel::{Closed, Refused, Shared};

/// The sink of [`Many::unicast`](super::Many::unicast). Clones emit into the same stream.
pub struct UnicastSink<T, E>(Input<T, E>);

pub(super) fn unicast<T, E>(capacity: NonZeroUsize) -> (UnicastSink<T, E>, ChannelPublisher<T, E>) {
    let input = Input::new(capacity);
    let publisher = ChannelPublisher::new(Arc::clone(input.queue()));
    (UnicastSink(input), publisher)
}

impl<T, E> UnicastSink<T, E> {
    /// Emits an element.
    ///
    /// # Errors
    ///
    /// Gives it back as [`EmitError::Overflow`], [`Terminated`](EmitError::Terminated) or
    /// [`Cancelled`](EmitError::Cancelled).
    #[doc(alias = "tryEmitNext")]
    #[doc(alias = "emitNext")]
    #[doc(alias = "offer")]
    pub fn try_emit_next(&self, element: T) -> Result<(), EmitError<T>> {
        self.0.next(element)
    }

    /// Completes the stream, after the elements that wait.
    ///
    /// # Errors
    ///
    /// As [`EmitError::Terminated`] or [`Cancelled`](EmitError::Cancelled) if it has ended before.
    #[doc(alias = "tryEmitComplete")]
    pub fn try_emit_complete(&self) -> Result<(), EmitError<()>> {
        self.0.complete()
    }

    /// Fails the stream, after the elements that wait.
    ///
    /// # Errors
    ///
    /// Gives the error back as [`EmitError::Terminated`] or [`Cancelled`](EmitError::Cancelled) if the
    /// stream has ended before.
    #[doc(alias = "tryEmitError")]
    pub fn try_emit_error(&self, error: E) -> Result<(), EmitError<E>> {
        self.0.error(error)
    }
}

impl<T, E> Clone for UnicastSink<T, E> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T, E> fmt::Debug for UnicastSink<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnicastSink").finish_non_exhaustive()
    }
}

/// One end of a queue, shared by those who emit; the stream completes when all of them are gone.
pub(crate) struct Input<T, E>(Arc<Shared<T, E>>);

impl<T, E> Input<T, E> {
    pub(crate) fn new(capacity: NonZeroUsize) -> Self {
        let queue = Arc::new(Shared::new(capacity));
        queue.add_sender();
        Self(queue)
    }

    pub(crate) fn queue(&self) -> &Arc<Shared<T, E>> {
        &self.0
    }

    pub(crate) fn next(&self, element: T) -> Result<(), EmitError<T>> {
        self.0.push(element).map_err(|refused| match refused {
            Refused::Full(element) => EmitError::Overflow(element),
            Refused::Closed(element, closed) => over(element, closed),
        })
    }

    pub(crate) fn complete(&self) -> Result<(), EmitError<()>> {
        self.0.end(End::Complete).map_err(|(_, closed)| over((), closed))
    }

    pub(crate) fn error(&self, error: E) -> Result<(), EmitError<E>> {
        match self.0.end(End::Error(error)) {
            Err((End::Error(error), closed)) => Err(over(error, closed)),
            _ => Ok(()),
        }
    }
}

fn over<T>(refused: T, closed: Closed) -> EmitError<T> {
    match closed {
        Closed::Ended => EmitError::Terminated(refused),
        Closed::Cancelled => EmitError::Cancelled(refused),
    }
}

impl<T, E> Clone for Input<T, E> {
    fn clone(&self) -> Self {
        self.0.add_sender();
        Self(Arc::clone(&self.0))
    }
}

impl<T, E> Drop for Input<T, E> {
    fn drop(&mut self) {
        self.0.remove_sender();
    }
}
