use std::num::NonZeroUsize;

use reactive_streams::Publisher;

use super::publisher;
use crate::operator::{OnOverflow, OverflowObserver, OverflowPolicy, OverflowRule};

/// Operators for an upstream and a downstream that are not equally fast.
pub trait OverflowExt: Publisher {
    /// Takes whatever comes, and keeps up to `capacity` elements that have not been requested; `policy` says
    /// what becomes of one more.
    ///
    /// [`Overflow`](crate::operator::Overflow) makes policies. Nothing is dropped in silence: what is left
    /// out is counted, or handed to an observer; to ignore it has to be written.
    ///
    /// [`create`](crate::create()) and the [sinks](crate::sinks) give back what they refuse. With this
    /// behind them they refuse nothing: it takes what they have at once, and the policy decides.
    ///
    /// # Demand
    ///
    /// Unbounded, at once; with [`Overflow::hold`](crate::operator::Overflow::hold) `capacity` elements, and
    /// three quarters of that (rounded up) whenever so many have been given. An element that is requested is
    /// delivered on the thread that brings it, others on the thread that requests.
    ///
    /// # Errors
    ///
    /// An error of the upstream is passed on at once: elements that wait are dropped. The error of a policy
    /// comes after them, and cancels the upstream. Cancel goes to the upstream at once, and drops what waits.
    /// If an observer or a key panics the stream is over, and the panic unwinds to whoever brought or
    /// requested the element.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::operator::{Overflow, Overflowed};
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let capacity = NonZeroUsize::new(4).unwrap();
    /// let policy = Overflow::drop_least(|n: &u32| i64::from(*n))
    ///     .observe(|Overflowed { reason, element }| eprintln!("{element}: {reason:?}"));
    /// let all = range(0..10u32).on_overflow(capacity, policy);
    /// assert_eq!(all.count().block(), Ok(10)); // a sink asks for everything: none has to wait
    /// ```
    #[doc(alias = "on_backpressure_buffer")]
    #[doc(alias = "onBackpressureBuffer")]
    #[doc(alias = "onBackpressureLatest")]
    #[doc(alias = "onBackpressureDrop")]
    #[doc(alias = "onBackpressureError")]
    #[doc(alias = "buffer")]
    fn on_overflow<R, O>(
        self,
        capacity: NonZeroUsize,
        policy: OverflowPolicy<R, O>,
    ) -> OnOverflow<Self, R, O>
    where
        R: OverflowRule<Self::Item, Self::Error>,
        O: OverflowObserver<Self::Item>,
    {
        publisher::<Self::Item, Self::Error, _>(OnOverflow::new(self, capacity, policy))
    }
}

impl<P: Publisher> OverflowExt for P {}
