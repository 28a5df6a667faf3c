use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::shared::{Refused, Shared, Ticket};
use crate::engine::{End, block_on};

/// The sending end of a [`channel`](super::channel()); clones send into the same channel.
pub struct Sender<T, E> {
    shared: Arc<Shared<T, E>>,
}

impl<T, E> Sender<T, E> {
    pub(super) fn new(shared: Arc<Shared<T, E>>) -> Self {
        shared.add_sender();
        Self { shared }
    }

    /// Sends an element if there is room for it.
    ///
    /// # Errors
    ///
    /// Gives the element back: [`TrySendError::Full`] when `capacity` elements are waiting,
    /// [`TrySendError::Closed`] when nobody will ever take it.
    pub fn try_send(&self, item: T) -> Result<(), TrySendError<T>> {
        self.shared.push(item).map_err(|refused| match refused {
            Refused::Full(item) => TrySendError::Full(item),
            Refused::Closed(item, _) => TrySendError::Closed(item),
        })
    }

    /// Sends an element when there is room for it.
    ///
    /// # Errors
    ///
    /// Gives the element back when the channel is closed.
    ///
    /// # Cancel safety
    ///
    /// The element has been sent if the future has completed, and not otherwise. A future that is
    /// dropped drops the element with it, and leaves its place to the next that waits.
    pub fn send(&self, item: T) -> SendFuture<'_, T, E> {
        SendFuture { shared: &self.shared, item: Some(item), ticket: None }
    }

    /// Sends an element, and blocks this thread until there is room for it.
    ///
    /// Not for use inside a signal of the very stream: that would wait for itself.
    ///
    /// # Errors
    ///
    /// Gives the element back when the channel is closed.
    pub fn send_blocking(&self, item: T) -> Result<(), SendError<T>> {
        block_on(self.send(item))
    }

    /// Fails the stream, after the elements that are waiting; the channel is closed to all senders.
    ///
    /// Has no effect on a channel that is closed already: the error is dropped.
    pub fn fail(self, error: E) {
        drop(self.shared.end(End::Error(error))); // unless the publisher is gone
    }
}

impl<T, E> Clone for Sender<T, E> {
    fn clone(&self) -> Self {
        Self::new(Arc::clone(&self.shared))
    }
}

impl<T, E> Drop for Sender<T, E> {
    fn drop(&mut self) {
        self.shared.remove_sender();
    }
}

impl<T, E> fmt::Debug for Sender<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender").finish_non_exhaustive()
    }
}

/// Future for [`Sender::send`].
#[must_use = "futures do nothing unless polled"]
pub struct SendFuture<'a, T, E> {
    shared: &'a Shared<T, E>,
    item: Option<T>,
    ticket: Option<Ticket>,
}

// Nothing in it is pinned: the element is moved out as a whole.
impl<T, E> Unpin for SendFuture<'_, T, E> {}

impl<T, E> fmt::Debug for SendFuture<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendFuture").finish_non_exhaustive()
    }
}

impl<T, E> Future for SendFuture<'_, T, E> {
    type Output = Result<(), SendError<T>>;

    /// # Panics
    ///
    /// When it is polled after it has completed.
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let mut item = this.item.take().expect("SendFuture is polled after it has completed");
        loop {
            item = match this.shared.push(item) {
                Ok(()) => {
                    if let Some(ticket) = this.ticket.take() {
                        this.shared.leave(ticket, true);
                    }
                    return Poll::Ready(Ok(()));
                }
                Err(Refused::Closed(item, _)) => return Poll::Ready(Err(SendError(item))),
                Err(Refused::Full(item)) => item,
            };
            if this.shared.wait(&mut this.ticket, cx.waker()) {
                this.item = Some(item);
                return Poll::Pending;
            }
        }
    }
}

impl<T, E> Drop for SendFuture<'_, T, E> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            self.shared.leave(ticket, false);
        }
    }
}

/// The channel is closed; the element comes back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SendError<T>(
    /// The element that was not sent.
    pub T,
);

impl<T> fmt::Debug for SendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SendError(..)")
    }
}

impl<T> fmt::Display for SendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the channel is closed")
    }
}

impl<T> Error for SendError<T> {}

/// The element could not be sent now; it comes back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TrySendError<T> {
    /// There is no room for it.
    Full(T),
    /// Nobody will ever take it.
    Closed(T),
}

impl<T> fmt::Debug for TrySendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full(_) => "Full(..)",
            Self::Closed(_) => "Closed(..)",
        })
    }
}

impl<T> fmt::Display for TrySendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full(_) => "the channel is full",
            Self::Closed(_) => "the channel is closed",
        })
    }
}

impl<T> Error for TrySendError<T> {}
