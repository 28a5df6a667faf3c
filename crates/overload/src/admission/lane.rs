use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams_operators::operator::{Capacity, DropCounter};

use super::check::Check;
use super::shared::Shared;
use super::{Permit, Shed};
use crate::sync::lock;

/// One of the lanes of an [`Admission`](super::Admission). Clones are the same lane.
pub struct AdmissionLane<T> {
    shared: Arc<Shared>,
    checks: Arc<[Check<T>]>,
    lane: usize,
}

impl<T> AdmissionLane<T> {
    pub(super) fn new(shared: Arc<Shared>, checks: Arc<[Check<T>]>, lane: usize) -> Self {
        Self { shared, checks, lane }
    }

    /// Admits an arrival, or says why not. If the lane has a [budget](Capacity::budget), that is the time in
    /// which the work has to be done.
    ///
    /// # Errors
    ///
    /// [`Shed`], which has been counted.
    pub fn admit(&self, arrival: &T) -> Result<Permit, Shed> {
        self.decide(arrival, None)
    }

    /// As [`admit`](Self::admit), for work that has to be done at the time `due` on the clock of the scheduler.
    ///
    /// # Errors
    ///
    /// As [`admit`](Self::admit).
    pub fn admit_by(&self, arrival: &T, due: Duration) -> Result<Permit, Shed> {
        self.decide(arrival, Some(due))
    }

    fn decide(&self, arrival: &T, due: Option<Duration>) -> Result<Permit, Shed> {
        let decided = self.shared.look(self.lane, due).and_then(|()| {
            let held = self.checks.iter().map(|check| check(arrival));
            let held = held
                .collect::<Result<_, _>>()
                .map_err(|refused| refused.shed(|| self.shared.time_to_return(self.lane)))?;
            // Once more: the checks are foreign code, and were made without the lock.
            self.shared.enter(self.lane, due)?;
            Ok(Permit::new(Arc::clone(&self.shared), self.lane, held))
        });
        decided.inspect_err(|shed| self.shared.count(self.lane, shed))
    }

    /// How many may be admitted at a time.
    pub fn capacity(&self) -> Capacity {
        self.shared.accounts[self.lane].capacity
    }

    /// How many are admitted at present: permits that have not been dropped.
    pub fn depth(&self) -> usize {
        lock(&self.shared.load).depth(self.lane)
    }

    /// How many have been admitted so far.
    pub fn admitted(&self) -> u64 {
        self.shared.accounts[self.lane].admitted()
    }

    /// How many of those are [done](Permit::done).
    pub fn done(&self) -> u64 {
        self.shared.accounts[self.lane].done()
    }

    /// What counts those that were not admitted, by reason.
    pub fn shed(&self) -> DropCounter {
        self.shared.accounts[self.lane].shed.clone()
    }

    /// In which time the work of somebody who came now would be done, as far as is known.
    pub fn time_to_finish(&self) -> Duration {
        lock(&self.shared.load).time_to_finish(self.lane)
    }
}

// By hand, because the derived one would ask for `T: Clone`.
impl<T> Clone for AdmissionLane<T> {
    fn clone(&self) -> Self {
        Self::new(Arc::clone(&self.shared), Arc::clone(&self.checks), self.lane)
    }
}

impl<T> fmt::Debug for AdmissionLane<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AdmissionLane")
            .field("lane", &self.lane)
            .field("capacity", &self.capacity())
            .field("depth", &self.depth())
            .finish_non_exhaustive()
    }
}
