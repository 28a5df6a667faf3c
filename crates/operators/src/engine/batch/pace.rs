use reactive_streams::Demand;

use super::BatchSize;
use crate::engine::tail::Pace;

/// A request for batches as one for elements.
pub(super) struct BatchPace(pub(super) BatchSize);

impl Pace for BatchPace {
    fn upstream(&self, before: u64, demand: Demand) -> Option<Demand> {
        let BatchSize::Known { first, following } = self.0 else { return Some(demand) };
        let (first, following) = (first.get() as u64, following.get() as u64);
        let batches = demand.get();
        Demand::new(if demand.is_unbounded() {
            u64::MAX
        } else if before == 0 {
            (batches - 1).saturating_mul(following).saturating_add(first)
        } else {
            batches.saturating_mul(following)
        })
    }
}
