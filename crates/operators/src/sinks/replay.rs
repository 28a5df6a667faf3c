use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use super::EmitError;
use crate::engine::{End, History, Refused, Replayed};

/// The sink of [`Many::replay`](super::Many::replay). Clones emit into the same stream.
pub struct ReplaySink<T, E>(Arc<Writer<T, E>>);

/// Completes the stream when the last sink is dropped.
struct Writer<T, E>(Arc<History<T, E>>);

pub(super) fn replay<T, E>(limit: NonZeroUsize) -> (ReplaySink<T, E>, ReplayPublisher<T, E>) {
    let history = History::new(limit);
    let sink = ReplaySink(Arc::new(Writer(Arc::clone(&history))));
    (sink, ReplayPublisher(Replayed::new(history)))
}

impl<T, E> ReplaySink<T, E> {
    /// Emits an element.
    ///
    /// # Errors
    ///
    /// Gives it back as [`EmitError::Overflow`] or [`Terminated`](EmitError::Terminated).
    #[doc(alias = "tryEmitNext")]
    #[doc(alias = "emitNext")]
    #[doc(alias = "offer")]
    pub fn try_emit_next(&self, element: T) -> Result<(), EmitError<T>> {
        self.0.0.push(element).map_err(|refused| match refused {
            Refused::Full(element) => EmitError::Overflow(element),
            Refused::Ended(element) => EmitError::Terminated(element),
        })
    }

    /// Completes the stream, after the elements that are kept.
    ///
    /// # Errors
    ///
    /// As [`EmitError::Terminated`] if it has ended before.
    #[doc(alias = "tryEmitComplete")]
    pub fn try_emit_complete(&self) -> Result<(), EmitError<()>> {
        self.0.0.end(End::Complete).map_err(|_| EmitError::Terminated(()))
    }

    /// Fails the stream, after the elements that are kept.
    ///
    /// # Errors
    ///
    /// Gives the error back as [`EmitError::Terminated`] if the stream has ended before.
    #[doc(alias = "tryEmitError")]
    pub fn try_emit_error(&self, error: E) -> Result<(), EmitError<E>> {
        match self.0.0.end(End::Error(error)) {
            Err(End::Error(error)) => Err(EmitError::Terminated(error)),
            _ => Ok(()),
        }
    }
}

impl<T, E> Clone for ReplaySink<T, E> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

opaque!(ReplaySink<T, E>);

impl<T, E> Drop for Writer<T, E> {
    fn drop(&mut self) {
        drop(self.0.end(End::Complete)); // unless it has ended before
    }
}

/// The publisher of a [`ReplaySink`]; each of its clones can be subscribed.
#[must_use = "publishers do nothing unless subscribed"]
pub struct ReplayPublisher<T, E>(Arc<Replayed<T, E>>);

impl<T, E> Clone for ReplayPublisher<T, E> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T, E> fmt::Debug for ReplayPublisher<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplayPublisher").finish_non_exhaustive()
    }
}

impl<T, E> Publisher for ReplayPublisher<T, E>
where
    T: Clone + Send + Sync + 'static,
    E: Clone + Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        self.0.subscribe(subscriber);
    }
}
