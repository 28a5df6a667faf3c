use std::fmt;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{Flight, InFlightLimit, Launch, Panicked};

/// Publisher for the methods of [`AsyncExt`](crate::ext::AsyncExt): futures in flight.
#[must_use = "publishers do nothing unless subscribed"]
pub struct InFlight<P, L> {
    upstream: P,
    launch: L,
    flight: Flight,
}

impl<P, L> InFlight<P, L> {
    pub(crate) fn new(upstream: P, flight: Flight, launch: L) -> Self {
        Self { upstream, launch, flight }
    }

    /// Has no more in flight than `limit` says at the time, and never more than the operator was told.
    ///
    /// # Demand
    ///
    /// As many elements as there are places. When the limit rises, those that are new are requested at once,
    /// by whoever moves it; when it falls, nothing is requested until so many have been delivered that there
    /// is a place again. What is in flight, or has been requested, stays so.
    ///
    /// ```
    /// use std::future::ready;
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::engine::InFlightLimit;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    /// use reactive_streams_operators::{AnyError, range};
    ///
    /// let (limit, scheduler) = (InFlightLimit::new(0), DeterministicScheduler::new(1));
    /// let most = NonZeroUsize::new(64).unwrap();
    /// let calls = range(0..3).fallible::<AnyError>().map_async(most, &scheduler, ready);
    /// let mut calls = calls.limited_by(&limit).collect::<Vec<_>>().start();
    /// scheduler.run_until_idle();
    /// assert!(!calls.is_finished());
    /// limit.set(1);
    /// scheduler.run_until_idle();
    /// assert_eq!(calls.try_take().unwrap().unwrap(), [0, 1, 2]);
    /// ```
    pub fn limited_by(mut self, limit: &InFlightLimit) -> Self {
        self.flight.moving = Some(limit.clone());
        self
    }
}

impl<P: fmt::Debug, L> fmt::Debug for InFlight<P, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InFlight")
            .field("operator", &self.flight.operator)
            .field("limit", &self.flight.limit)
            .field("upstream", &self.upstream)
            .finish_non_exhaustive()
    }
}

impl<P, L> Publisher for InFlight<P, L>
where
    P: Publisher<Error: From<Panicked>>,
    L: Launch<P::Item>,
{
    type Item = L::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<L::Item, P::Error>>(self, subscriber: S) {
        self.flight.start(self.upstream, self.launch, subscriber);
    }
}
