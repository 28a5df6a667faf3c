use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use super::error::{SendError, SendTimeoutError, TrySendError};
use super::send_timeout::SendTimeoutFuture;
use super::shared::{Refused, Shared, Ticket};
use crate::engine::{End, block_on};
use crate::scheduler::Scheduler;

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

    /// Sends an element when there is room for it, if that is before `limit` has passed.
    ///
    /// The time begins when there is no room: an element that need not wait sets no timer. When the scheduler
    /// has shut down, the time is over.
    ///
    /// # Errors
    ///
    /// Gives the element back: [`SendTimeoutError::Timeout`] when the time is over,
    /// [`SendTimeoutError::Closed`] when nobody will ever take it.
    ///
    /// # Cancel safety
    ///
    /// As [`send`](Self::send).
    ///
    /// ```
    /// use std::convert::Infallible;
    /// use std::num::NonZeroUsize;
    /// use std::time::Duration;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    /// use reactive_streams_operators::{SendTimeoutError, channel};
    ///
    /// let clock = ThreadScheduler::new("clock");
    /// let (orders, publisher) = channel::<&str, Infallible>(NonZeroUsize::MIN);
    /// orders.try_send("first").unwrap();
    /// // Nobody has asked for it yet, so there is no room: the caller learns that, and has its order back.
    /// let late = orders.send_timeout_blocking("second", Duration::from_millis(1), &clock);
    /// assert_eq!(late, Err(SendTimeoutError::Timeout("second")));
    /// # drop(publisher);
    /// ```
    #[doc(alias = "offer")]
    pub fn send_timeout(
        &self,
        item: T,
        limit: Duration,
        scheduler: &dyn Scheduler,
    ) -> SendTimeoutFuture<'_, T, E> {
        SendTimeoutFuture {
            send: self.send(item),
            limit,
            worker: scheduler.worker(),
            deadline: None,
        }
    }

    /// As [`send_timeout`](Self::send_timeout), and blocks this thread meanwhile.
    ///
    /// Not for use inside a signal of the very stream, as [`send_blocking`](Self::send_blocking).
    ///
    /// # Errors
    ///
    /// As [`send_timeout`](Self::send_timeout).
    pub fn send_timeout_blocking(
        &self,
        item: T,
        limit: Duration,
        scheduler: &dyn Scheduler,
    ) -> Result<(), SendTimeoutError<T>> {
        block_on(self.send_timeout(item, limit, scheduler))
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

impl<T, E> SendFuture<'_, T, E> {
    /// Does not wait any longer, and gives the element back, if it has not been sent.
    pub(super) fn give_up(&mut self) -> Option<T> {
        if let Some(ticket) = self.ticket.take() {
            self.shared.leave(ticket, false);
        }
        self.item.take()
    }
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
