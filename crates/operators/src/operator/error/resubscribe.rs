use std::fmt;
use std::iter;
use std::sync::Arc;
use std::time::Duration;

use super::RetryBudget;
use super::attempts::{Attempts, Delays, Spread};
use crate::operator::DelaySubscription;
use crate::scheduler::{Scheduler, Worker};
use crate::source::FromIter;

/// When to try again after an error, and how often: for
/// [`retry_when`](crate::ext::ErrorExt::retry_when).
///
/// ```
/// use std::time::Duration;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::scheduler::DeterministicScheduler;
/// use reactive_streams_operators::{Retry, RetryError, SinkError, error};
///
/// let clock = DeterministicScheduler::new(1);
/// let retry = Retry::backoff(3, Duration::from_secs(1)).max_delay(Duration::from_secs(2));
/// let mut lost = error::<u8, _>("lost").retry_when(retry, &clock).collect::<Vec<_>>().start();
/// clock.advance(Duration::from_secs(1 + 2 + 2));
/// let exhausted = RetryError::Exhausted { retries: 3, error: "lost" };
/// assert_eq!(lost.try_take(), Some(Err(SinkError::Upstream(exhausted))));
/// ```
pub type Retry<E> = Resubscribe<E>;

/// When to begin again after the end, and how often: for
/// [`repeat_when`](crate::ext::SequenceExt::repeat_when). Its [`on`](Self::on) says where.
///
/// ```
/// use std::time::Duration;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::scheduler::DeterministicScheduler;
/// use reactive_streams_operators::{Repeat, range};
///
/// let clock = DeterministicScheduler::new(1);
/// let polling = Repeat::fixed_delay(2, Duration::from_secs(1));
/// let mut polled = range(0..2).repeat_when(polling.on(&clock)).collect::<Vec<_>>().start();
/// clock.advance(Duration::from_secs(1 + 1));
/// assert_eq!(polled.try_take().unwrap().unwrap(), [0, 1, 0, 1, 0, 1]);
/// ```
#[doc(alias = "RepeatSpec")]
pub type Repeat = Resubscribe<u64>;

/// When to subscribe again, and how often: a [`Retry`] if the cause `C` is an error, a [`Repeat`] if it is
/// that a run has ended, after so many elements.
#[must_use = "it does nothing unless given to `retry_when` or `repeat_when`"]
pub struct Resubscribe<C> {
    delays: Delays,
    in_a_row: bool,
    filter: Option<Filter<C>>,
    hint: Option<Hint<C>>,
    budget: Option<RetryBudget>,
}

type Filter<C> = Arc<dyn Fn(&C) -> bool + Send + Sync>;
type Hint<C> = Arc<dyn Fn(&C) -> Option<Duration> + Send + Sync>;

/// Why there is no other attempt.
pub(super) enum NoMore {
    Refused,
    Exhausted,
    OverBudget,
}

impl<C> Resubscribe<C> {
    /// Up to so many times, at once.
    #[doc(alias = "max")]
    #[doc(alias = "times")]
    pub fn immediately(times: usize) -> Self {
        Self::fixed_delay(times, Duration::ZERO)
    }

    /// Up to so many times, after the same delay each.
    #[doc(alias = "fixedDelay")]
    pub fn fixed_delay(times: usize, delay: Duration) -> Self {
        let again = Self::backoff(times, delay);
        Self { delays: again.delays.constant(), ..again }
    }

    /// Up to so many times, after delays of which each is twice the one before.
    #[doc(alias = "withBackoff")]
    #[doc(alias = "onFailuresWithBackoff")]
    pub fn backoff(times: usize, first_delay: Duration) -> Self {
        let delays = Delays::doubling(times, first_delay);
        Self { delays, in_a_row: false, filter: None, hint: None, budget: None }
    }

    /// As often as it takes.
    pub fn indefinitely(self) -> Self {
        Self { delays: self.delays.indefinitely(), ..self }
    }

    /// Counts runs without an element in a row only: an element makes all of it begin anew, the delays as
    /// well.
    #[doc(alias = "maxInARow")]
    #[doc(alias = "transientErrors")]
    pub fn in_a_row(self) -> Self {
        Self { in_a_row: true, ..self }
    }

    /// No delay becomes longer than this, but for its jitter.
    #[doc(alias = "maxBackoff")]
    pub fn max_delay(self, delay: Duration) -> Self {
        Self { delays: self.delays.up_to(delay), ..self }
    }

    /// Lengthens each delay by a random part of it, so that not all who have failed together come back
    /// together. Of several jitters the last one counts.
    pub fn jitter(self) -> Self {
        self.spread(Spread::Lengthened, None)
    }

    /// As [`jitter`](Self::jitter), with the same delays for the same seed.
    pub fn jitter_with_seed(self, seed: u64) -> Self {
        self.spread(Spread::Lengthened, Some(seed))
    }

    /// Has each delay be a random part of itself, down to none. It spreads most.
    ///
    /// This and [`decorrelated_jitter`](Self::decorrelated_jitter) are those of Marc Brooker's "Exponential
    /// Backoff And Jitter" (AWS Architecture Blog, 2015).
    pub fn full_jitter(self) -> Self {
        self.spread(Spread::Full, None)
    }

    /// As [`full_jitter`](Self::full_jitter), with the same delays for the same seed.
    pub fn full_jitter_with_seed(self, seed: u64) -> Self {
        self.spread(Spread::Full, Some(seed))
    }

    /// Draws each delay from between the first one and three times the one before, up to the
    /// [longest](Self::max_delay).
    pub fn decorrelated_jitter(self) -> Self {
        self.spread(Spread::Decorrelated, None)
    }

    /// As [`decorrelated_jitter`](Self::decorrelated_jitter), with the same delays for the same seed.
    pub fn decorrelated_jitter_with_seed(self, seed: u64) -> Self {
        self.spread(Spread::Decorrelated, Some(seed))
    }

    fn spread(self, spread: Spread, seed: Option<u64>) -> Self {
        Self { delays: self.delays.spread(spread, seed), ..self }
    }

    /// Waits at least as long as `hint` says of the cause, if it says so: a `Retry-After`.
    #[doc(alias = "Retry-After")]
    pub fn retry_after(
        self,
        hint: impl Fn(&C) -> Option<Duration> + Send + Sync + 'static,
    ) -> Self {
        Self { hint: Some(Arc::new(hint)), ..self }
    }

    /// Only as far as `budget` allows, which all share who have a clone of it. What is over it is passed on as
    /// [`RetryError::OverBudget`](super::RetryError::OverBudget).
    pub fn budget(self, budget: &RetryBudget) -> Self {
        Self { budget: Some(budget.clone()), ..self }
    }

    /// Only after causes of which `predicate` is true. Other errors are passed on, as
    /// [`RetryError::Refused`](super::RetryError::Refused); after another number of elements the stream
    /// completes.
    #[doc(alias = "filter")]
    pub fn only_if(self, predicate: impl Fn(&C) -> bool + Send + Sync + 'static) -> Self {
        Self { filter: Some(Arc::new(predicate)), ..self }
    }

    /// The attempts of another subscription, which is a request to the [budget](Self::budget).
    pub(super) fn attempts(&self) -> Attempts {
        self.budget.iter().for_each(RetryBudget::request);
        Attempts::new(self.delays, self.in_a_row)
    }

    /// The delay before the next one, after a run that gave so many elements and ended for this cause.
    pub(super) fn next(
        &self,
        attempts: &mut Attempts,
        cause: &C,
        received: u64,
    ) -> Result<Duration, NoMore> {
        if self.filter.as_ref().is_some_and(|admits| !admits(cause)) {
            return Err(NoMore::Refused);
        }
        let delay = attempts.next(received).ok_or(NoMore::Exhausted)?;
        if self.budget.as_ref().is_some_and(|budget| !budget.try_retry()) {
            return Err(NoMore::OverBudget);
        }
        let hint = self.hint.as_ref().and_then(|hint| hint(cause));
        Ok(hint.map_or(delay, |hint| delay.max(hint)))
    }
}

impl Resubscribe<u64> {
    /// What makes it a function for [`repeat_when`](crate::ext::SequenceExt::repeat_when): the runs are
    /// begun on a worker of `scheduler`.
    pub fn on<E: Send + 'static>(
        self,
        scheduler: &dyn Scheduler,
    ) -> impl FnMut(u64) -> Option<Pause<E>> + Clone + Send + use<E> {
        let worker: Arc<dyn Worker> = Arc::from(scheduler.worker());
        let mut attempts = self.attempts();
        move |received| {
            let delay = self.next(&mut attempts, &received, received).ok()?;
            let nothing = FromIter::new(iter::empty());
            Some(DelaySubscription::new(nothing, delay, Arc::clone(&worker)))
        }
    }
}

/// Completes after a delay.
pub type Pause<E> = DelaySubscription<FromIter<iter::Empty<()>, E>>;

// By hand, because the derived one would ask for `C: Clone`.
impl<C> Clone for Resubscribe<C> {
    fn clone(&self) -> Self {
        Self {
            delays: self.delays,
            in_a_row: self.in_a_row,
            filter: self.filter.clone(),
            hint: self.hint.clone(),
            budget: self.budget.clone(),
        }
    }
}

impl<C> fmt::Debug for Resubscribe<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resubscribe")
            .field("delays", &self.delays)
            .field("in_a_row", &self.in_a_row)
            .finish_non_exhaustive()
    }
}
