use std::future::Future;
use std::num::NonZeroUsize;

use reactive_streams::Publisher;
use reactive_streams_operators::Panicked;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::Scheduler;

use super::publisher;
use crate::breaker::{CircuitBreaker, CircuitBroken, Open};
use crate::guarded::Guarded;
use crate::outcome::Outcome;

/// Operators that do nothing while it would fail.
pub trait CircuitBreakerExt: Publisher {
    /// Subscribes only if `breaker` lets it, and fails at once with [`Open`] if not.
    ///
    /// A subscription is a call: completion is a success, an error a failure, and a cancel says nothing. Its
    /// latency is the time from the subscription to the end. Before [`retry_when`](ErrorExt::retry_when), each
    /// attempt is a call.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; signals and cancel go straight through.
    ///
    /// # Errors
    ///
    /// Those of the upstream, and [`Open`], which needs no demand.
    ///
    /// ```
    /// use std::num::NonZeroU32;
    /// use std::time::Duration;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    /// use reactive_streams_operators::{AnyError, error};
    /// use reactive_streams_overload::ext::CircuitBreakerExt;
    /// use reactive_streams_overload::{BreakerPolicy, CircuitBreaker};
    ///
    /// let policy = BreakerPolicy::failures_in_a_row(NonZeroU32::MIN, Duration::from_secs(60));
    /// let threads = ThreadScheduler::new("breaker");
    /// let breaker = CircuitBreaker::new(policy, &threads);
    /// let failing = error::<u8, _>(AnyError::new("down")).circuit_breaker(breaker);
    /// assert_eq!(failing.clone().count().block().unwrap_err().to_string(), "down");
    /// let refused = failing.count().block().unwrap_err();
    /// assert!(refused.to_string().starts_with("the circuit breaker is open"));
    /// ```
    #[doc(alias = "CircuitBreakerOperator")]
    fn circuit_breaker(
        self,
        breaker: CircuitBreaker,
    ) -> CircuitBroken<Self, fn(&Self::Error) -> Outcome>
    where
        Self::Error: Carries<Open>,
    {
        self.circuit_breaker_with(breaker, |_| Outcome::Failed)
    }

    /// As [`circuit_breaker`](Self::circuit_breaker), with a function that says what an error has come to: not
    /// every one is the fault of who was called.
    ///
    /// # Panics
    ///
    /// If `judge` panics the subscriber is dropped, and the panic unwinds to whoever signalled the error.
    fn circuit_breaker_with<J>(self, breaker: CircuitBreaker, judge: J) -> CircuitBroken<Self, J>
    where
        Self::Error: Carries<Open>,
        J: FnOnce(&Self::Error) -> Outcome + Send + 'static,
    {
        let broken = CircuitBroken::new(self, breaker, judge);
        publisher::<Self::Item, Self::Error, _>(broken)
    }

    /// Gives what comes of the futures that `f` makes of the elements, in their order, with up to `limit` in
    /// flight while `breaker` is closed; `judge` says of each what it has come to.
    ///
    /// While the breaker is open no future is polled: elements wait, and the upstream is held back. Then probes
    /// are made with them, one at a time unless the policy says more. An element whose call has failed is not
    /// made again; what has come of it is given as all else.
    ///
    /// # Demand
    ///
    /// Requests `limit` elements at once, and one more for each that has been delivered; nothing while the
    /// breaker is open, and as many as there are probes while it is half-open. What was requested before may
    /// still come, and waits. When the breaker closes more is requested at once, by whoever ends the call that
    /// closed it. Delivery is as with [`map_async`](AsyncExt::map_async).
    ///
    /// # Errors
    ///
    /// As [`map_async`](AsyncExt::map_async): an error of the upstream, or a panic, is passed on at once.
    /// Futures that are dropped, by that or by a cancel, count as [`Outcome::Ignored`].
    ///
    /// # Panics
    ///
    /// None: a panic of `f`, of a future or of `judge` is an error.
    ///
    /// ```
    /// use std::num::{NonZeroU32, NonZeroUsize};
    /// use std::time::Duration;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    /// use reactive_streams_operators::{AnyError, range};
    /// use reactive_streams_overload::ext::CircuitBreakerExt;
    /// use reactive_streams_overload::{BreakerPolicy, CircuitBreaker, Outcome};
    ///
    /// let (clock, minute) = (DeterministicScheduler::new(1), Duration::from_secs(60));
    /// let policy = BreakerPolicy::failures_in_a_row(NonZeroU32::MIN, minute);
    /// let breaker = CircuitBreaker::new(policy, &clock);
    /// let call = |n: u32| async move { if n == 0 { Err("down") } else { Ok(n) } };
    /// let numbers = range(0..3).fallible::<AnyError>();
    /// let answers = numbers.map_unless_open(NonZeroUsize::MIN, breaker, &clock, call, Outcome::of);
    /// let mut answers = answers.collect::<Vec<_>>().start();
    /// clock.run_until_idle();
    /// assert!(!answers.is_finished()); // 1 and 2 wait for a minute
    /// clock.advance(minute);
    /// assert_eq!(answers.try_take().unwrap().unwrap(), [Err("down"), Ok(1), Ok(2)]);
    /// ```
    fn map_unless_open<Fut, F, J>(
        self,
        limit: NonZeroUsize,
        breaker: CircuitBreaker,
        scheduler: &dyn Scheduler,
        f: F,
        judge: J,
    ) -> Guarded<Self, CircuitBreaker, F, J>
    where
        Self::Error: Carries<Panicked>,
        Fut: Future<Output: Send> + Send + 'static,
        F: FnMut(Self::Item) -> Fut + Send + 'static,
        J: Fn(&Fut::Output) -> Outcome + Send + Sync + 'static,
    {
        let guarded = Guarded::new(self, breaker, limit, scheduler, f, judge);
        publisher::<Fut::Output, Self::Error, _>(guarded)
    }
}

impl<P: Publisher> CircuitBreakerExt for P {}
