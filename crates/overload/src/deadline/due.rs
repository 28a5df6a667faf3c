use std::time::Duration;

/// An element, and when it has to be done with.
///
/// The time is that of a scheduler: of the same one wherever the deadline is looked at.
///
/// ```
/// use std::time::Duration;
/// use reactive_streams_overload::Due;
///
/// let order = Due::new("3 tickets", Duration::from_secs(7));
/// let length = order.map(str::len);
/// assert_eq!((length.element, length.due), (9, Duration::from_secs(7)));
/// assert_eq!(length.time_left(Duration::from_secs(5)), Duration::from_secs(2));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[doc(alias = "Deadline")]
pub struct Due<T> {
    /// The element.
    pub element: T,
    /// When it has to be done with, on the clock of the scheduler.
    pub due: Duration,
}

impl<T> Due<T> {
    /// An element that has to be done with at the time `due`.
    pub fn new(element: T, due: Duration) -> Self {
        Self { element, due }
    }

    /// What `f` makes of the element, with the same deadline.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Due<U> {
        Due { element: f(self.element), due: self.due }
    }

    /// The element by reference, with the same deadline.
    pub fn as_ref(&self) -> Due<&T> {
        Due { element: &self.element, due: self.due }
    }

    /// How long it may take from `now` on; nothing if it is late.
    pub fn time_left(&self, now: Duration) -> Duration {
        self.due.saturating_sub(now)
    }

    /// Whether it cannot be done in time any more, if it takes so long from `now` on.
    pub fn is_late(&self, now: Duration, service_time: Duration) -> bool {
        now.saturating_add(service_time) > self.due
    }

    /// The later it is due, the higher: of what waits,
    /// [`Overflow::drop_least`](reactive_streams_operators::operator::Overflow::drop_least) then leaves out
    /// what is due first, and is the least likely to be done in time.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use std::time::Duration;
    /// use reactive_streams_operators::from_iter;
    /// use reactive_streams_operators::operator::Overflow;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_overload::Due;
    ///
    /// let orders = from_iter([5, 3, 9].map(|due| Due::new("order", Duration::from_secs(due))));
    /// let policy = Overflow::drop_least(Due::rank);
    /// let bounded = orders.on_overflow(NonZeroUsize::new(2).unwrap(), policy);
    /// # assert_eq!(bounded.count().block(), Ok(3));
    /// ```
    pub fn rank(&self) -> i64 {
        i64::try_from(self.due.as_nanos()).unwrap_or(i64::MAX)
    }
}
