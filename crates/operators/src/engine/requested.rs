use reactive_streams::Demand;

use crate::sync::{AtomicU64, Ordering};

/// The demand that is still to be met. `u64::MAX` is unbounded and is never decremented (§3.17).
#[derive(Debug)]
pub(crate) struct Requested(AtomicU64);

impl Requested {
    pub(crate) fn new(initial: u64) -> Self {
        Self(AtomicU64::new(initial))
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }

    /// As [`get`](Self::get), and whoever adds later sees all that was written before.
    ///
    /// A load alone would not do where each of two sides writes first and then looks at the other's: on
    /// weak memory both could see what was there before.
    pub(crate) fn latest(&self) -> u64 {
        self.sub(0)
    }

    /// Adds `demand`, and tells what stood here before (§3.8).
    pub(crate) fn add(&self, demand: Demand) -> u64 {
        let sum = |now: u64| Some(now.saturating_add(demand.get()));
        match self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, sum) {
            Ok(before) | Err(before) => before,
        }
    }

    /// Takes up to `demand` away, and tells how much that was.
    pub(crate) fn take_up_to(&self, demand: Demand) -> u64 {
        let rest = |now: u64| (now != u64::MAX).then(|| now.saturating_sub(demand.get()));
        match self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, rest) {
            Ok(before) => before.min(demand.get()),
            Err(_unbounded) => demand.get(),
        }
    }

    /// Counts `produced` elements, and tells what is left.
    pub(crate) fn sub(&self, produced: u64) -> u64 {
        let rest = |now: u64| (now != u64::MAX).then(|| now - produced);
        match self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, rest) {
            Ok(before) => before - produced,
            Err(unbounded) => unbounded,
        }
    }
}
