//! The engine of asynchronous functions: futures that are in flight on one worker, and what comes of them,
//! delivered on another.

mod feed;
mod futures;
mod inlet;
mod launch;
mod outputs;
mod panicked;
mod places;
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
pub use places::InFlightLimit;
use places::Places;
use poller::Poller;

/// How many futures are in flight, where, and what becomes of them.
pub(crate) struct Flight {
    pub(crate) limit: NonZeroUsize,
    /// If it is to be fewer than that, from time to time.
    pub(crate) moving: Option<InFlightLimit>,
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
        Self { limit, moving: None, ordered, operator, polls, delivers }
    }

    /// Subscribes `subscriber` to what comes of the futures that `launch` makes of the elements of
    /// `upstream`.
    pub(crate) fn start<P, L, S>(self, upstream: P, launch: L, subscriber: S)
    where
        P: Publisher<Error: From<Panicked>>,
        L: Launch<P::Item>,
        S: Subscriber<L::Item, P::Error>,
    {
        let most = self.limit.get();
        let outer = Arc::new(Arbiter::new(if self.moving.is_some() { 0 } else { most as u64 }));
        let places = self.moving.map(|limit| Places::new(most, limit, Arc::clone(&outer)));
        let outputs = Arc::new(Outputs::new(self.ordered));
        let poller = Poller::new(self.polls, launch, Arc::clone(&outputs), self.operator);
        let upstreams = [
            Some(Arc::clone(&outer) as Arc<dyn Subscription>),
            Some(Arc::clone(&poller) as Arc<dyn Subscription>),
        ];
        let drain = Drain::of(Some(self.delivers), upstreams);
        outputs.connect(drain.waker());
        if let Some(places) = &places {
            places.fill(0);
        }
        let feed = OutputFeed::new(outputs, Arc::clone(&outer), Arc::clone(&poller), places);
        drain.start(feed, subscriber);
        upstream.subscribe(Inlet::new(outer, poller));
    }
}
