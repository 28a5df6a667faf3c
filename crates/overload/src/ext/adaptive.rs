use std::future::Future;

use reactive_streams::Publisher;
use reactive_streams_operators::Panicked;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::Scheduler;

use super::publisher;
use crate::guarded::Guarded;
use crate::{AdaptiveLimit, Outcome};

/// Operators with a limit that finds itself.
pub trait AdaptiveExt: Publisher {
    /// Gives what comes of the futures that `f` makes of the elements, in their order, with as many in flight
    /// as `limit` allows; `judge` says of each what it has come to, and the limit learns from that.
    ///
    /// Pipelines that share a limit have no more in flight together than it allows. An element that has come
    /// and may not begin waits, first come first served: its latency is counted from when it begins.
    ///
    /// # Demand
    ///
    /// Requests as many elements as the limit allows at once, and one more for each that has been delivered.
    /// When the limit rises more is requested at once, by whoever ends the call that moved it; when it falls,
    /// nothing is requested until so many have been delivered. Delivery is as with
    /// [`map_async`](AsyncExt::map_async).
    ///
    /// # Errors
    ///
    /// As [`map_async`](AsyncExt::map_async): an error of the upstream, or a panic, is passed on at once.
    /// Futures that are dropped, by that or by a cancel, give back what they have of the limit, and count as
    /// [`Outcome::Ignored`].
    ///
    /// # Panics
    ///
    /// None: a panic of `f`, of a future or of `judge` is an error.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    /// use reactive_streams_operators::{AnyError, range};
    /// use reactive_streams_overload::ext::AdaptiveExt;
    /// use reactive_streams_overload::{AdaptiveLimit, Gradient, Outcome};
    ///
    /// let threads = ThreadScheduler::new("calls");
    /// let most = NonZeroUsize::new(100).unwrap();
    /// let limit = AdaptiveLimit::new(Gradient::new(), NonZeroUsize::MIN, most, &threads);
    /// let call = |n: u32| async move { n.checked_add(1).ok_or("overflow") };
    /// let numbers = range(0..100).fallible::<AnyError>();
    /// let answers = numbers.map_adaptive(limit, &threads, call, |answer| match answer {
    ///     Ok(_) => Outcome::Success,
    ///     Err(_) => Outcome::Ignored,
    /// });
    /// assert_eq!(answers.count().block().unwrap(), 100);
    /// ```
    fn map_adaptive<Fut, F, J>(
        self,
        limit: AdaptiveLimit,
        scheduler: &dyn Scheduler,
        f: F,
        judge: J,
    ) -> Guarded<Self, AdaptiveLimit, F, J>
    where
        Self::Error: Carries<Panicked>,
        Fut: Future<Output: Send> + Send + 'static,
        F: FnMut(Self::Item) -> Fut + Send + 'static,
        J: Fn(&Fut::Output) -> Outcome + Send + Sync + 'static,
    {
        let most = limit.most();
        let guarded = Guarded::new(self, limit, most, scheduler, f, judge);
        publisher::<Fut::Output, Self::Error, _>(guarded)
    }
}

impl<P: Publisher> AdaptiveExt for P {}
