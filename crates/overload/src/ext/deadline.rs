use std::sync::Arc;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::engine::Pass;
use reactive_streams_operators::operator::OverflowObserver;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::Scheduler;

use super::publisher;
use crate::deadline::{Due, SetDue, ShedLate};

/// Operators for elements that have to be done with at a certain time.
///
/// A deadline is set once, where an element comes in, and goes with it from there: [`Due`] says how it is
/// kept. Where work is about to be spent on an element, what is too late is left out.
pub trait DeadlineExt: Publisher {
    /// Gives each element a deadline: `budget` from now on, on the clock of `scheduler`.
    ///
    /// For deadlines that come from elsewhere, [`map`](TransformExt::map) to [`Due::new`].
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; errors and cancel go straight through.
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    /// use reactive_streams_overload::ext::DeadlineExt;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let orders = range(0..3).due_within(Duration::from_millis(100), &clock);
    /// let due = orders.map(|order| order.due.as_millis()).collect::<Vec<_>>().block();
    /// assert_eq!(due.unwrap(), [100; 3]);
    /// ```
    #[doc(alias = "deadline")]
    fn due_within(self, budget: Duration, scheduler: &dyn Scheduler) -> Pass<Self, SetDue> {
        let due = self.lift(SetDue::new(budget, Arc::from(scheduler.worker())));
        publisher::<Due<Self::Item>, Self::Error, _>(due)
    }

    /// Leaves out what is late, and hands it to `observer`:
    /// [`Reason::TooLate`](reactive_streams_operators::operator::Reason::TooLate).
    ///
    /// It looks when an element comes, so it belongs where the work begins, behind whatever elements wait in.
    /// An observer is a [`DropCounter`](reactive_streams_operators::operator::DropCounter), a closure in
    /// [`Observe`](reactive_streams_operators::operator::Observe), or
    /// [`Ignore`](reactive_streams_operators::operator::Ignore).
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, and one more for each element that is left out, unless the upstream
    /// sees from [`try_on_next`](reactive_streams::Subscriber::try_on_next) that it may send another.
    /// Synchronous; errors and cancel go straight through.
    ///
    /// # Panics
    ///
    /// If the observer panics the stream is over, and the panic unwinds to whoever brought the element.
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::from_iter;
    /// use reactive_streams_operators::operator::{DropCounter, Reason};
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    /// use reactive_streams_overload::Due;
    /// use reactive_streams_overload::ext::DeadlineExt;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// clock.advance(Duration::from_secs(5));
    /// let orders = from_iter([3, 5, 7].map(|due| Due::new(due, Duration::from_secs(due))));
    /// let late = DropCounter::new();
    /// let in_time = orders.shed_late(&clock, late.clone()).map(|order| order.element);
    /// assert_eq!(in_time.collect::<Vec<_>>().block().unwrap(), [5, 7]);
    /// assert_eq!(late.by(Reason::TooLate), 1);
    /// ```
    #[doc(alias = "load shedding")]
    fn shed_late<T, O>(
        self,
        scheduler: &dyn Scheduler,
        observer: O,
    ) -> Pass<Self, ShedLate<fn(&T) -> Duration, O>>
    where
        Self: Publisher<Item = Due<T>>,
        T: Send + 'static,
        O: OverflowObserver<Due<T>>,
    {
        self.shed_late_after(|_| Duration::ZERO, scheduler, observer)
    }

    /// As [`shed_late`](Self::shed_late), and leaves out what cannot be done in time any more: `service_time`
    /// estimates how long the work takes for an element.
    ///
    /// # Demand
    ///
    /// As [`shed_late`](Self::shed_late).
    ///
    /// # Panics
    ///
    /// As [`shed_late`](Self::shed_late), also if `service_time` panics.
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::from_iter;
    /// use reactive_streams_operators::operator::DropCounter;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    /// use reactive_streams_overload::Due;
    /// use reactive_streams_overload::ext::DeadlineExt;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let orders = from_iter([3, 5, 7].map(|items| Due::new(items, Duration::from_millis(6))));
    /// let late = DropCounter::new();
    /// let in_time = orders.shed_late_after(|items| Duration::from_millis(*items), &clock, late);
    /// assert_eq!(in_time.count().block(), Ok(2));
    /// ```
    fn shed_late_after<T, F, O>(
        self,
        service_time: F,
        scheduler: &dyn Scheduler,
        observer: O,
    ) -> Pass<Self, ShedLate<F, O>>
    where
        Self: Publisher<Item = Due<T>>,
        T: Send + 'static,
        F: FnMut(&T) -> Duration + Send + 'static,
        O: OverflowObserver<Due<T>>,
    {
        let clock = Arc::from(scheduler.worker());
        let in_time = self.lift(ShedLate::new(service_time, clock, observer));
        publisher::<Due<T>, Self::Error, _>(in_time)
    }
}

impl<P: Publisher> DeadlineExt for P {}
