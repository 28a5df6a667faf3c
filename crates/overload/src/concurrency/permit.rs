use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use reactive_streams_operators::AnyError;

use super::limit::Shared;
use super::state::Polled;
use crate::Outcome;
use crate::sync::lock;

/// The permission to make a call, and the account of it.
///
/// To be ended with what has come of the call; when it is dropped that is [`Outcome::Ignored`]. So none is
/// lost if a future is dropped, or panics.
#[must_use = "a permit that is dropped is given back at once"]
pub struct LimitPermit {
    shared: Arc<Shared>,
    round: u64,
    began: Duration,
    outcome: Outcome,
}

impl LimitPermit {
    pub(super) fn new(shared: Arc<Shared>, round: u64) -> Self {
        let began = shared.now();
        Self { shared, round, began, outcome: Outcome::Ignored }
    }

    /// The call is over.
    pub fn end(mut self, outcome: Outcome) {
        self.outcome = outcome;
    }
}

impl Drop for LimitPermit {
    fn drop(&mut self) {
        let latency = self.shared.now().saturating_sub(self.began);
        let wakers = lock(&self.shared.state).exit(self.round, self.outcome, latency);
        self.shared.publish(wakers);
    }
}

impl fmt::Debug for LimitPermit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LimitPermit").field("began", &self.began).finish_non_exhaustive()
    }
}

/// As much is in flight as may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Full {
    /// How much that is.
    pub limit: usize,
}

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} calls are in flight, which is the limit", self.limit)
    }
}

impl Error for Full {}

impl From<Full> for AnyError {
    fn from(full: Full) -> Self {
        Self::new(full)
    }
}

/// Waits for a permit. When it is dropped, whoever is next has its place.
pub(super) struct Acquire {
    shared: Arc<Shared>,
    ticket: Option<u64>,
}

impl Acquire {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared, ticket: None }
    }
}

impl Future for Acquire {
    type Output = LimitPermit;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<LimitPermit> {
        let waker = cx.waker().clone();
        let shared = Arc::clone(&self.shared);
        let polled = lock(&shared.state).poll(&mut self.ticket, waker);
        match polled {
            Polled::Entered(round) => {
                self.ticket = None;
                Poll::Ready(LimitPermit::new(shared, round))
            }
            Polled::Waits(before) => {
                drop(before);
                Poll::Pending
            }
        }
    }
}

impl Drop for Acquire {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            let (own, wakers) = lock(&self.shared.state).leave(ticket);
            drop(own);
            self.shared.publish(wakers);
        }
    }
}
