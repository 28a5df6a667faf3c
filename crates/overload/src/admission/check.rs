use std::time::Duration;

use reactive_streams_operators::operator::Reason;

use super::Shed;
use crate::{BreakerPermit, Full, LimitPermit, Limited, Open, Outcome};

/// What a [check](super::Admission::check) has given, and is held until the work is done.
///
/// Nothing, a permit of an adaptive limit or of a circuit breaker, or something of your own.
pub trait Held: Send + 'static {
    /// The work has come to this. It is dropped instead if nobody says so.
    fn end(self, outcome: Outcome);
}

impl Held for () {
    fn end(self, _: Outcome) {}
}

impl Held for LimitPermit {
    fn end(self, outcome: Outcome) {
        Self::end(self, outcome);
    }
}

impl Held for BreakerPermit {
    fn end(self, outcome: Outcome) {
        Self::end(self, outcome);
    }
}

/// Why a [check](super::Admission::check) lets nobody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    reason: Reason,
    retry_after: Option<Duration>,
}

impl Refused {
    /// For this reason; it is worth trying again when those who are there have been served.
    pub fn new(reason: Reason) -> Self {
        Self { reason, retry_after: None }
    }

    /// It is worth trying again after this time.
    pub fn retry_after(self, time: Duration) -> Self {
        Self { retry_after: Some(time), ..self }
    }
}

impl<T> From<Limited<T>> for Refused {
    fn from(limited: Limited<T>) -> Self {
        Self::new(Reason::Limited).retry_after(limited.retry_after)
    }
}

impl From<Open> for Refused {
    fn from(open: Open) -> Self {
        Self::new(Reason::Unavailable).retry_after(open.retry_after)
    }
}

impl From<Full> for Refused {
    fn from(_: Full) -> Self {
        Self::new(Reason::Saturated)
    }
}

/// What else an arrival has to pass.
pub(super) type Check<T> = Box<dyn Fn(&T) -> Result<BoxHeld, Refused> + Send + Sync>;

pub(super) type BoxHeld = Box<dyn ErasedHeld>;

/// [`Held`] without its type.
pub(super) trait ErasedHeld: Send {
    fn end_boxed(self: Box<Self>, outcome: Outcome);
}

impl<H: Held> ErasedHeld for H {
    fn end_boxed(self: Box<Self>, outcome: Outcome) {
        (*self).end(outcome);
    }
}

pub(super) fn check<T, H, R, F>(check: F) -> Check<T>
where
    H: Held,
    R: Into<Refused>,
    F: Fn(&T) -> Result<H, R> + Send + Sync + 'static,
{
    Box::new(move |arrival| match check(arrival) {
        Ok(held) => Ok(Box::new(held)),
        Err(refused) => Err(refused.into()),
    })
}

impl Refused {
    /// `backlog` is when those who are there have been served.
    pub(super) fn shed(self, backlog: impl FnOnce() -> Duration) -> Shed {
        Shed { reason: self.reason, retry_after: self.retry_after.unwrap_or_else(backlog) }
    }
}
