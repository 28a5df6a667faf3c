use std::fmt;
use std::num::{NonZeroU32, NonZeroUsize};

use reactive_streams::{Publisher, Subscriber};

use super::{Preferred, Shares};
use crate::engine::{Order, gather};

/// Reads several bounded lanes, and always the first one that has something: a later lane has its turn
/// when there is nothing in those before it.
///
/// So a lane that is always full starves those behind it; [`weighted_lanes`] leaves each its share. Lanes
/// of different types are [boxed](crate::ext::ConvertExt::boxed).
///
/// # Demand
///
/// Each lane is subscribed at once. Of each, as many elements are requested as its capacity says, and wait
/// at most; whenever three quarters of them have been taken, so many are requested again. A full lane holds
/// its own publisher back, and no other.
///
/// # Errors
///
/// An error of a lane is passed on at once, the other lanes are cancelled, and what waits is dropped;
/// [`delay_errors`](Lanes::delay_errors) has it wait. A lane that completes is left out from then on, and
/// the stream completes with the last of them.
///
/// ```
/// use std::num::NonZeroUsize;
/// use reactive_streams_operators::operator::Lane;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{from_iter, strict_lanes};
///
/// let [few, many] = [2, 256].map(|n| NonZeroUsize::new(n).unwrap());
/// let orders = Lane::new(from_iter(["order"; 2]).boxed(), few);
/// let import = Lane::new(from_iter(["line 1", "line 2"]).boxed(), many);
/// let served = strict_lanes([orders, import]).collect::<Vec<_>>().block();
/// assert_eq!(served.unwrap(), ["order", "order", "line 1", "line 2"]);
/// ```
#[doc(alias = "priority queue")]
pub fn strict_lanes<I, P>(lanes: I) -> Lanes<P, Preferred>
where
    I: IntoIterator<Item = Lane<P>>,
    P: Publisher,
{
    Lanes { lanes: lanes.into_iter().collect(), order: Preferred, delay_errors: false }
}

/// Reads several bounded lanes, each by its share.
///
/// A lane's share is its [weight](Lane::weight) among those of all lanes that have something. None of them
/// starves, and neither can a flood in one of them take more than its share while another has something.
/// A share that is not used goes to the others; it is not saved up for later.
///
/// From when all lanes have something, each is given its share to within one element, however long that
/// lasts. Between two later moments that makes less than two; of two lanes it is one there as well.
///
/// # Demand
///
/// As [`strict_lanes`].
///
/// # Errors
///
/// As [`strict_lanes`].
///
/// ```
/// use std::num::{NonZeroU32, NonZeroUsize};
/// use reactive_streams::Publisher;
/// use reactive_streams_operators::operator::Lane;
/// use reactive_streams_operators::{from_iter, weighted_lanes};
/// use reactive_streams_test::TestSubscriber;
///
/// let capacity = NonZeroUsize::new(64).unwrap();
/// let three = NonZeroU32::new(3).unwrap();
/// let orders = Lane::new(from_iter(["order"; 100]), capacity).weight(three);
/// let import = Lane::new(from_iter(["line"; 100]), capacity).weight(NonZeroU32::MIN);
///
/// let consumer = TestSubscriber::with_initial_demand(0);
/// weighted_lanes([orders, import]).subscribe(consumer.subscriber());
/// consumer.request(4);
/// assert_eq!(consumer.take_values(), ["order", "line", "order", "order"]);
/// ```
#[doc(alias = "mergePrioritized")]
#[doc(alias = "mergePrioritizedN")]
#[doc(alias = "weighted round robin")]
#[doc(alias = "fair queueing")]
pub fn weighted_lanes<I, P>(lanes: I) -> Lanes<P, Shares>
where
    I: IntoIterator<Item = WeightedLane<P>>,
    P: Publisher,
{
    let (lanes, weights): (_, Vec<_>) =
        lanes.into_iter().map(|weighted| (weighted.lane, weighted.weight)).unzip();
    Lanes { lanes, order: Shares::new(weights), delay_errors: false }
}

/// One of the lanes of [`strict_lanes`]: a publisher, and how many of its elements may wait.
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Lane<P> {
    publisher: P,
    capacity: NonZeroUsize,
}

impl<P: Publisher> Lane<P> {
    /// A lane in which up to `capacity` elements of `publisher` wait.
    pub fn new(publisher: P, capacity: impl Into<NonZeroUsize>) -> Self {
        Self { publisher, capacity: capacity.into() }
    }

    /// Gives it a share in [`weighted_lanes`]: a lane of weight 3 is given three elements for each one of
    /// a lane of weight 1.
    pub fn weight(self, weight: NonZeroU32) -> WeightedLane<P> {
        WeightedLane { lane: self, weight }
    }
}

/// One of the lanes of [`weighted_lanes`].
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct WeightedLane<P> {
    lane: Lane<P>,
    weight: NonZeroU32,
}

/// Publisher for [`strict_lanes`] and [`weighted_lanes`].
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Lanes<P, O> {
    lanes: Vec<Lane<P>>,
    order: O,
    delay_errors: bool,
}

impl<P, O> Lanes<P, O> {
    /// Has an error of a lane wait until everything else has been given; the first one counts.
    pub fn delay_errors(mut self) -> Self {
        self.delay_errors = true;
        self
    }
}

impl<P: fmt::Debug, O> fmt::Debug for Lanes<P, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lanes")
            .field("lanes", &self.lanes)
            .field("delay_errors", &self.delay_errors)
            .finish_non_exhaustive()
    }
}

impl<P, O> Publisher for Lanes<P, O>
where
    P: Publisher,
    O: Order<P::Item, P::Error>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let lanes = self.lanes.into_iter().map(|lane| (lane.publisher, lane.capacity));
        gather(lanes, self.delay_errors, self.order, subscriber);
    }
}
