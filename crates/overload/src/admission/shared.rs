use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reactive_streams_operators::operator::{
    Capacity, DropCounter, OverflowObserver, Overflowed, Reason,
};
use reactive_streams_operators::scheduler::Worker;

use super::Shed;
use super::load::Load;
use crate::sync::lock;

/// What the lanes and the permits of an admission share.
pub(super) struct Shared {
    pub(super) load: Mutex<Load>,
    pub(super) accounts: Vec<Account>,
    pub(super) clock: Box<dyn Worker>,
}

/// What has become of the arrivals in a lane.
pub(super) struct Account {
    pub(super) capacity: Capacity,
    pub(super) shed: DropCounter,
    admitted: AtomicU64,
    done: AtomicU64,
}

impl Account {
    pub(super) fn new(capacity: Capacity) -> Self {
        let (admitted, done) = (AtomicU64::new(0), AtomicU64::new(0));
        Self { capacity, shed: DropCounter::new(), admitted, done }
    }

    pub(super) fn admitted(&self) -> u64 {
        self.admitted.load(Ordering::Relaxed)
    }

    pub(super) fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }
}

impl Shared {
    /// Whether there is a place in the lane, and somebody who took it would be done with at `due`.
    pub(super) fn look(&self, lane: usize, due: Option<Duration>) -> Result<(), Shed> {
        self.try_enter(lane, due, |_, _| ())
    }

    /// As [`look`](Self::look), and takes the place.
    pub(super) fn enter(&self, lane: usize, due: Option<Duration>) -> Result<(), Shed> {
        self.try_enter(lane, due, |load, now| load.enter(lane, now))?;
        self.accounts[lane].admitted.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn try_enter(
        &self,
        lane: usize,
        due: Option<Duration>,
        enter: impl FnOnce(&mut Load, Duration),
    ) -> Result<(), Shed> {
        let now = self.clock.now();
        let budget = self.accounts[lane].capacity.budget();
        let due = budget.map(|budget| now.saturating_add(budget)).into_iter().chain(due).min();
        let mut load = lock(&self.load);
        let is_late = |due| now.saturating_add(load.time_to_finish(lane)) > due;
        let reason = if load.is_full(lane) {
            Reason::Full
        } else if due.is_some_and(is_late) {
            Reason::TooLate
        } else {
            enter(&mut load, now);
            return Ok(());
        };
        Err(Shed { reason, retry_after: load.time_to_return(lane, now) })
    }

    /// After which time it is worth coming again for somebody who was sent away.
    pub(super) fn time_to_return(&self, lane: usize) -> Duration {
        let now = self.clock.now();
        lock(&self.load).time_to_return(lane, now)
    }

    pub(super) fn leave(&self, lane: usize, is_done: bool) {
        if !is_done {
            return lock(&self.load).leave(lane);
        }
        let now = self.clock.now();
        lock(&self.load).done(lane, now);
        self.accounts[lane].done.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts whom it sends away.
    pub(super) fn count(&self, lane: usize, shed: &Shed) {
        self.accounts[lane].shed.overflowed(Overflowed { reason: shed.reason, element: () });
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("load", &self.load).finish_non_exhaustive()
    }
}
