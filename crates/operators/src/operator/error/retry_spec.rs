use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use backon::ExponentialBuilder;

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
#[must_use = "it does nothing unless given to `retry_when`"]
pub struct Retry<E> {
    pub(super) delays: ExponentialBuilder,
    pub(super) in_a_row: bool,
    filter: Option<Filter<E>>,
}

type Filter<E> = Arc<dyn Fn(&E) -> bool + Send + Sync>;

impl<E> Retry<E> {
    /// Up to so many times, at once.
    #[doc(alias = "max")]
    pub fn immediately(times: usize) -> Self {
        Self::fixed_delay(times, Duration::ZERO)
    }

    /// Up to so many times, after the same delay each.
    #[doc(alias = "fixedDelay")]
    pub fn fixed_delay(times: usize, delay: Duration) -> Self {
        let retry = Self::backoff(times, delay);
        Self { delays: retry.delays.with_factor(1.0), ..retry }
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

    /// Counts the failures in a row only: an element makes all of it begin anew, the delays as well.
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

    /// Tries again only after errors of which `predicate` is true; the others are passed on, as
    /// [`RetryError::Refused`].
    #[doc(alias = "filter")]
    pub fn only_if(self, predicate: impl Fn(&E) -> bool + Send + Sync + 'static) -> Self {
        Self { filter: Some(Arc::new(predicate)), ..self }
    }

    pub(super) fn admits(&self, error: &E) -> bool {
        self.filter.as_ref().is_none_or(|admits| admits(error))
    }
}

// By hand, because the derived one would ask for `E: Clone`.
impl<E> Clone for Retry<E> {
    fn clone(&self) -> Self {
        Self { delays: self.delays, in_a_row: self.in_a_row, filter: self.filter.clone() }
    }
}

impl<E> fmt::Debug for Retry<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry")
            .field("delays", &self.delays)
            .field("in_a_row", &self.in_a_row)
            .finish_non_exhaustive()
    }
}

/// Why [`retry_when`](crate::ext::ErrorExt::retry_when) did not try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryError<E> {
    /// It had tried as often as it should.
    Exhausted {
        /// How often it had tried again.
        retries: usize,
        /// The error of the last attempt.
        error: E,
    },
    /// This error is none after which to try again.
    Refused(E),
}

impl<E> RetryError<E> {
    /// The error of the last attempt.
    pub fn into_inner(self) -> E {
        match self {
            Self::Exhausted { error, .. } | Self::Refused(error) => error,
        }
    }
}

impl<E: fmt::Display> fmt::Display for RetryError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exhausted { retries, .. } => write!(f, "failed again after {retries} retries"),
            Self::Refused(error) => error.fmt(f),
        }
    }
}

impl<E: Error + 'static> Error for RetryError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Exhausted { error, .. } => Some(error),
            Self::Refused(error) => error.source(), // it displays as the error itself
        }
    }
}
