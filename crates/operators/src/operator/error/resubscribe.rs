use std::fmt;
use std::iter;
use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

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
    delays: ExponentialBuilder,
    in_a_row: bool,
    filter: Option<Filter<C>>,
}

type Filter<C> = Arc<dyn Fn(&C) -> bool + Send + Sync>;

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
        Self { delays: again.delays.with_factor(1.0), ..again }
    }

    /// Up to so many times, after delays of which each is twice the one before.
    #[doc(alias = "withBackoff")]
    #[doc(alias = "onFailuresWithBackoff")]
    pub fn backoff(times: usize, first_delay: Duration) -> Self {
        let delays = ExponentialBuilder::new().without_max_delay();
        let delays = delays.with_min_delay(first_delay).with_max_times(times);
        Self { delays, in_a_row: false, filter: None }
    }

    /// As often as it takes.
    pub fn indefinitely(self) -> Self {
        Self { delays: self.delays.without_max_times(), ..self }
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
        Self { delays: self.delays.with_max_delay(delay), ..self }
    }

    /// Lengthens each delay by a random part of it, so that not all who have failed together come back
    /// together.
    pub fn jitter(self) -> Self {
        Self { delays: self.delays.with_jitter(), ..self }
    }

    /// As [`jitter`](Self::jitter), with the same delays for the same seed.
    pub fn jitter_with_seed(self, seed: u64) -> Self {
        Self { delays: self.delays.with_jitter().with_jitter_seed(seed), ..self }
    }

    /// Only after causes of which `predicate` is true. Other errors are passed on, as
    /// [`RetryError::Refused`](super::RetryError::Refused); after another number of elements the stream
    /// completes.
    #[doc(alias = "filter")]
    pub fn only_if(self, predicate: impl Fn(&C) -> bool + Send + Sync + 'static) -> Self {
        Self { filter: Some(Arc::new(predicate)), ..self }
    }

    pub(super) fn admits(&self, cause: &C) -> bool {
        self.filter.as_ref().is_none_or(|admits| admits(cause))
    }

    pub(super) fn attempts(&self) -> Attempts {
        Attempts::new(self.delays, self.in_a_row)
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
            let again = self.admits(&received);
            let delay = if again { attempts.next(received)? } else { return None };
            let nothing = FromIter::new(iter::empty());
            Some(DelaySubscription::new(nothing, delay, Arc::clone(&worker)))
        }
    }
}

/// Completes after a delay.
pub type Pause<E> = DelaySubscription<FromIter<iter::Empty<()>, E>>;

/// The attempts that have been made, and those that are left.
pub(super) struct Attempts {
    spec: ExponentialBuilder,
    left: ExponentialBackoff,
    made: usize,
    in_a_row: bool,
}

/// A clone begins anew.
impl Clone for Attempts {
    fn clone(&self) -> Self {
        Self::new(self.spec, self.in_a_row)
    }
}

impl Attempts {
    fn new(spec: ExponentialBuilder, in_a_row: bool) -> Self {
        Self { spec, left: spec.build(), made: 0, in_a_row }
    }

    /// The delay before the next one, if there is one, after a run that gave so many elements.
    pub(super) fn next(&mut self, received: u64) -> Option<Duration> {
        if self.in_a_row && received > 0 {
            self.left = self.spec.build();
            self.made = 0;
        }
        let delay = self.left.next()?;
        self.made += 1;
        Some(delay)
    }

    pub(super) fn made(&self) -> usize {
        self.made
    }
}

// By hand, because the derived one would ask for `C: Clone`.
impl<C> Clone for Resubscribe<C> {
    fn clone(&self) -> Self {
        Self { delays: self.delays, in_a_row: self.in_a_row, filter: self.filter.clone() }
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
