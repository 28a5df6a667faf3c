use std::num::NonZeroUsize;

use reactive_streams::Publisher;

use super::publisher;
use crate::operator::{OnBackpressureBuffer, OverflowStrategy};

/// Operators for an upstream that cannot be slowed down.
pub trait OverflowExt: Publisher {
    /// Takes whatever comes, and keeps up to `capacity` elements that have not been requested.
    ///
    /// `strategy` says what becomes of one more: [`Fail`](crate::operator::Fail),
    /// [`DropNewest`](crate::operator::DropNewest) or [`DropOldest`](crate::operator::DropOldest). Nothing
    /// is dropped in silence: the last two hand the element to a closure.
    ///
    /// # Demand
    ///
    /// Unbounded, at once. An element that is requested is delivered on the thread that brings it, others
    /// wait. To hold an upstream back that can be, take [`publish_on`](super::ScheduleExt::publish_on).
    ///
    /// # Errors
    ///
    /// An error of the upstream is passed on at once: elements that wait are dropped. The
    /// [`Overflow`](crate::operator::Overflow) of [`Fail`](crate::operator::Fail) comes after them. Cancel
    /// goes to the upstream at once, and drops what waits. If the closure panics the stream is over, and the panic unwinds to
    /// whoever brought the element.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::operator::{Fail, Overflow};
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{SinkError, range};
    ///
    /// # use reactive_streams::{Demand, Publisher, Subscriber, Subscription};
    /// # struct Slow;
    /// # impl Subscriber<u32, Overflow> for Slow {
    /// #     fn on_subscribe(&mut self, subscription: std::sync::Arc<dyn Subscription>) {
    /// #         subscription.request(Demand::ONE);
    /// #     }
    /// #     fn on_next(&mut self, n: u32) { assert_eq!(n, 0) }
    /// #     fn on_error(self, _: Overflow) {}
    /// #     fn on_complete(self) { unreachable!("ten elements do not fit") }
    /// # }
    /// let buffered = range(0..10).fallible().on_backpressure_buffer(NonZeroUsize::new(4).unwrap(), Fail);
    /// # buffered.clone().subscribe(Slow);
    /// let all = buffered.collect::<Vec<u32>>().block(); // a sink asks for everything: none has to wait
    /// assert_eq!(all.unwrap().len(), 10);
    /// ```
    #[doc(alias = "onBackpressureBuffer")]
    #[doc(alias = "onBackpressureLatest")]
    #[doc(alias = "buffer")]
    fn on_backpressure_buffer<G>(
        self,
        capacity: NonZeroUsize,
        strategy: G,
    ) -> OnBackpressureBuffer<Self, G>
    where
        G: OverflowStrategy<Self::Item, Self::Error>,
    {
        publisher::<Self::Item, Self::Error, _>(OnBackpressureBuffer::new(self, capacity, strategy))
    }
}

impl<P: Publisher> OverflowExt for P {}
