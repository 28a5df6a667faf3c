use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::shared::Shared;
use crate::Outcome;

/// The permission to make a call, and the account of it.
///
/// To be ended with what has come of the call; when it is dropped that is [`Outcome::Ignored`]. So no probe
/// is lost if a future is dropped, or panics.
#[must_use = "a permit that is dropped says nothing of the call"]
pub struct BreakerPermit {
    shared: Arc<Shared>,
    generation: u64,
    began: Duration,
    outcome: Outcome,
}

impl BreakerPermit {
    pub(super) fn new(shared: Arc<Shared>, generation: u64) -> Self {
        let began = shared.now();
        Self { shared, generation, began, outcome: Outcome::Ignored }
    }

    /// The call is over.
    pub fn end(mut self, outcome: Outcome) {
        self.outcome = outcome;
    }
}

impl Drop for BreakerPermit {
    fn drop(&mut self) {
        self.shared.record(self.generation, self.outcome, self.began);
    }
}

impl fmt::Debug for BreakerPermit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BreakerPermit").field("began", &self.began).finish_non_exhaustive()
    }
}
