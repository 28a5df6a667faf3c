//! The decision on arrival: whether work is taken on at all.

mod check;
mod lane;
mod load;
mod meter;
mod permit;
mod shared;
mod shed;

use std::array;
use std::fmt;
use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::{Arc, Mutex};

use reactive_streams_operators::operator::{Capacity, Rate};
use reactive_streams_operators::scheduler::{Scheduler, Worker};

use check::Check;
pub use check::{Held, Refused};
pub use lane::AdmissionLane;
use load::{Load, Order};
pub use permit::Permit;
use shared::{Account, Shared};
pub use shed::Shed;

/// Decides on arrival whether work is taken on: the one boundary at which load is shed.
///
/// Work that will be too late, or for which there is no room, costs least if it is refused before anything
/// has been spent on it, and whoever brought it knows at once. So an arrival gets a [`Permit`], and with it a
/// place until the work is done, or [`Shed`]: the reason, and when to come again. Each is counted.
///
/// An arrival in a lane is admitted if
///
/// 1. the lane has a place: so many of it as its capacity says may be unfinished ([`Reason::Full`](reactive_streams_operators::operator::Reason::Full));
/// 2. it will be done in time: within the budget of the capacity ([`Capacity::for_latency`]), and at the time
///    that [`admit_by`](AdmissionLane::admit_by) says ([`TooLate`](reactive_streams_operators::operator::Reason::TooLate));
/// 3. it passes each [`check`](Self::check): a rate limit, a circuit breaker, an adaptive limit.
///
/// How long it will take follows from what is before it and from the rate at which permits are
/// [`done`](Permit::done): of all together, and of the lane alone, for that is what the others leave to it. It is
/// measured while more is there than can be worked on at once; until enough has been measured the rate
/// counts that was given, and again once nobody is left. It is an estimate: what it lets through and is late in
/// the end is for [`shed_late`](crate::ext::DeadlineExt::shed_late), right before the work.
///
/// Somebody for whom there is no place is told to come again when those that are there will have been served,
/// and those that were told so before him: whoever was sent away does not come back all at once.
///
/// The lanes are read by [`strict_lanes`] or [`weighted_lanes`]. A lane and the channel before it have room
/// for all who are admitted if their capacity is that of the admission.
///
/// ```
/// use std::num::{NonZeroU32, NonZeroUsize};
/// use std::time::Duration;
/// use reactive_streams_operators::operator::{Capacity, Lane, Rate};
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::scheduler::PoolScheduler;
/// use reactive_streams_operators::{AnyError, channel, strict_lanes};
/// use reactive_streams_overload::{Admission, Permit};
///
/// # struct Order; async fn store(order: Order) {}
/// let pool = PoolScheduler::new("orders", NonZeroUsize::new(2).unwrap());
/// let eight = NonZeroUsize::new(8).unwrap();
/// let served = Rate::per_second(NonZeroU32::new(2_000).unwrap());
/// let interactive = Capacity::for_latency(served, Duration::from_millis(80));
/// let batch = Capacity::for_latency(served, Duration::from_secs(2));
///
/// let [single, import] = Admission::new(served, eight, &pool).strict([interactive, batch]);
/// let (orders, singles) = channel::<(Order, Permit), AnyError>(interactive.elements());
/// let (lines, imports) = channel(batch.elements());
/// let stored = strict_lanes([Lane::new(singles, interactive), Lane::new(imports, batch)])
///     .map_async_unordered(eight, &pool, |(order, permit)| async move {
///         store(order).await;
///         permit.done();
///     })
///     .for_each(|()| ())
///     .start();
///
/// // In the handler of a request:
/// let status = match single.admit(&Order) {
///     Ok(permit) => match orders.try_send((Order, permit)) {
///         Ok(()) => 202,
///         Err(_) => 503, // the pipeline has ended
///     },
///     Err(shed) => shed.status_code(), // and `Retry-After: {shed.retry_after_seconds()}`
/// };
/// assert_eq!(status, 202);
/// # drop((orders, lines));
/// # stored.block().unwrap();
/// assert_eq!(single.done(), 1);
/// ```
///
/// [`strict_lanes`]: reactive_streams_operators::strict_lanes
/// [`weighted_lanes`]: reactive_streams_operators::weighted_lanes
#[must_use = "an admission does nothing without lanes"]
pub struct Admission<T> {
    served: Rate,
    parallel: NonZeroUsize,
    clock: Box<dyn Worker>,
    checks: Vec<Check<T>>,
}

impl<T> Admission<T> {
    /// For work of which `parallel` is done at once, and at the rate `served` until that has been measured.
    /// The time is that of `scheduler`.
    pub fn new(served: Rate, parallel: NonZeroUsize, scheduler: &dyn Scheduler) -> Self {
        Self { served, parallel, clock: scheduler.worker(), checks: Vec::new() }
    }

    /// Has arrivals pass a check as well: after those that were added before, and if there is room.
    ///
    /// An arrival for which `check` fails is shed, for the reason and the time that its error says. What it
    /// gives otherwise is held until the permit is [ended](Permit::end) or dropped, and dropped at once if the
    /// arrival does not get one after all. No lock is held while it runs; if it panics, nobody has been
    /// admitted, and the panic unwinds to whoever asked.
    ///
    /// What an [`AdaptiveLimit`](crate::AdaptiveLimit) or a [`CircuitBreaker`](crate::CircuitBreaker) gives counts
    /// from here on. So they see the time in which somebody waits as well; if that is not wanted, they belong
    /// behind the lanes.
    ///
    /// ```
    /// use std::num::{NonZeroU32, NonZeroUsize};
    /// use std::time::Duration;
    /// use reactive_streams_operators::operator::{Rate, Reason};
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    /// use reactive_streams_overload::{Admission, BreakerPolicy, CircuitBreaker, Outcome, RateLimits};
    ///
    /// struct Order { customer: u32 }
    ///
    /// let clock = ThreadScheduler::new("orders");
    /// let [eight, customers] = [8, 100_000].map(|n| NonZeroUsize::new(n).unwrap());
    /// let [one, served] = [1, 2_000].map(|n| Rate::per_second(NonZeroU32::new(n).unwrap()));
    /// let limits = RateLimits::new(one, customers, &clock);
    /// let policy = BreakerPolicy::failures_in_a_row(NonZeroU32::MIN, Duration::from_secs(30));
    /// let breaker = CircuitBreaker::new(policy, &clock);
    ///
    /// let [orders] = Admission::new(served, eight, &clock)
    ///     .check(move |order: &Order| limits.check(&order.customer))
    ///     .check(move |_| breaker.try_acquire())
    ///     .strict([eight]);
    /// let permit = orders.admit(&Order { customer: 7 }).unwrap();
    /// assert_eq!(orders.admit(&Order { customer: 7 }).unwrap_err().status_code(), 429);
    /// permit.end(Outcome::Failed);
    /// assert_eq!(orders.admit(&Order { customer: 8 }).unwrap_err().reason, Reason::Unavailable);
    /// ```
    pub fn check<H, R, F>(mut self, check: F) -> Self
    where
        H: Held,
        R: Into<Refused>,
        F: Fn(&T) -> Result<H, R> + Send + Sync + 'static,
    {
        self.checks.push(check::check(check));
        self
    }

    /// Lanes that are read as [`strict_lanes`](reactive_streams_operators::strict_lanes) reads them: those in an
    /// earlier one come first.
    pub fn strict<const N: usize>(self, lanes: [impl Into<Capacity>; N]) -> [AdmissionLane<T>; N] {
        self.lanes(Order::Strict, lanes.map(|capacity| (capacity.into(), 1)))
    }

    /// Lanes that are read as [`weighted_lanes`](reactive_streams_operators::weighted_lanes) reads them: each
    /// has its share.
    pub fn weighted<const N: usize>(
        self,
        lanes: [(impl Into<Capacity>, NonZeroU32); N],
    ) -> [AdmissionLane<T>; N] {
        let lanes = lanes.map(|(capacity, weight)| (capacity.into(), weight.get()));
        self.lanes(Order::Weighted, lanes)
    }

    fn lanes<const N: usize>(
        self,
        order: Order,
        lanes: [(Capacity, u32); N],
    ) -> [AdmissionLane<T>; N] {
        let Self { served, parallel, clock, checks } = self;
        let loads = lanes.iter().map(|(capacity, weight)| (capacity.elements().get(), *weight));
        let load = Mutex::new(Load::new(served, parallel.get(), order, loads));
        let accounts = lanes.iter().map(|(capacity, _)| Account::new(*capacity)).collect();
        let shared = Arc::new(Shared { load, accounts, clock });
        let checks: Arc<[Check<T>]> = checks.into();
        array::from_fn(|lane| AdmissionLane::new(Arc::clone(&shared), Arc::clone(&checks), lane))
    }
}

impl<T> fmt::Debug for Admission<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admission")
            .field("served", &self.served)
            .field("parallel", &self.parallel)
            .finish_non_exhaustive()
    }
}
