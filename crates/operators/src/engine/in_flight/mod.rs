//! The engine of asynchronous functions: futures that are in flight on one worker, and what comes of them,
//! delivered on another.

mod feed;
mod futures;
mod inlet;
mod launch;
mod outputs;
mod panicked;
mod poller;

use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber, Subscription};

use super::{Arbiter, Drain};
use crate::scheduler::{Scheduler, Worker};
use feed::OutputFeed;
use inlet::Inlet;
pub use launch::{Launch, Started};
use outputs::Outputs;
pub use panicked::Panicked;
use poller::Poller;

/// How many futures are in flight, where, and what becomes of them.
pub(crate) struct Flight {
    pub(crate) limit: NonZeroUsize,
    /// Whether what comes of them is given in the order of the elements they were made of.
    pub(crate) ordered: bool,
    /// The operator, for the report of a panic.
    pub(crate) operator: &'static str,
    /// One polls, the other delivers: a subscriber that takes its time does not keep the futures waiting.
    polls: Box<dyn Worker>,
    delivers: Box<dyn Worker>,
}

impl Flight {
    pub(crate) fn new(
        operator: &'static str,
        limit: NonZeroUsize,
        ordered: bool,
        scheduler: &dyn Scheduler,
    ) -> Self {
        let (polls, delivers) = (scheduler.worker(), scheduler.worker());
        Self { limit, ordered, operator, polls, delivers }
    }

    /// Subscribes `subscriber` to what comes of the futures that `launch` makes of the elements of
    /// `upstream`.
    pub(crate) fn start<P, L, S>(self, upstream: P, launch: L, subscriber: S)
    where
        P: Publisher<Error: From<Panicked>>,
        L: Launch<P::Item>,
        S: Subscriber<L::Item, P::Error>,
    {
        let outer = Arc::new(Arbiter::new(self.limit.get() as u64));
        let outputs = Arc::new(Outputs::new(self.ordered));
        let poller = Poller::new(self.polls, launch, Arc::clone(&outputs), self.operator);
        let upstreams = [
            Some(Arc::clone(&outer) as Arc<dyn Subscription>),
            Some(Arc::clone(&poller) as Arc<dyn Subscription>),
        ];
        let drain = Drain::of(Some(self.delivers), upstreams);
        outputs.connect(drain.waker());
        let feed = OutputFeed::new(outputs, Arc::clone(&outer), Arc::clone(&poller));
        drain.start(feed, subscriber);
        upstream.subscribe(Inlet::new(outer, poller));
    }
}
