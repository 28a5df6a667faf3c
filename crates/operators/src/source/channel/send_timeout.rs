use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use super::error::{SendError, SendTimeoutError};
use super::sender::SendFuture;
use crate::engine::Deadline;
use crate::scheduler::Worker;

/// Future for [`Sender::send_timeout`](super::Sender::send_timeout).
#[must_use = "futures do nothing unless polled"]
pub struct SendTimeoutFuture<'a, T, E> {
    pub(super) send: SendFuture<'a, T, E>,
    pub(super) limit: Duration,
    pub(super) worker: Box<dyn Worker>,
    /// Set when it begins to wait.
    pub(super) deadline: Option<Deadline>,
}

impl<T, E> fmt::Debug for SendTimeoutFuture<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendTimeoutFuture").field("limit", &self.limit).finish_non_exhaustive()
    }
}

impl<T, E> Future for SendTimeoutFuture<'_, T, E> {
    type Output = Result<(), SendTimeoutError<T>>;

    /// # Panics
    ///
    /// When it is polled after it has completed.
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { send, limit, worker, deadline } = &mut *self;
        if let Poll::Ready(sent) = Pin::new(&mut *send).poll(cx) {
            return Poll::Ready(sent.map_err(|SendError(item)| SendTimeoutError::Closed(item)));
        }
        let deadline = deadline.get_or_insert_with(|| Deadline::after(*limit, &**worker));
        if !deadline.is_over(cx.waker()) {
            return Poll::Pending;
        }
        let item = send.give_up().expect("it has just said that it waits");
        Poll::Ready(Err(SendTimeoutError::Timeout(item)))
    }
}
