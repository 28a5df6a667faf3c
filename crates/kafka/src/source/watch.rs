use std::time::Duration;

use super::gate::Gate;
use super::session::Due;

/// What the service remembers of a partition.
#[derive(Debug)]
pub(crate) struct Watch {
    asked: u64,
    /// When it has been idle for too long.
    idle: Option<Due>,
    again: Option<Due>,
    committed: Option<i64>,
}

impl Watch {
    pub(crate) fn new() -> Self {
        Self { asked: 0, idle: None, again: None, committed: None }
    }

    /// Whether somebody wants messages, or has wanted some not longer ago than `patience`.
    pub(crate) fn is_wanted(&mut self, gate: &Gate, patience: Duration) -> bool {
        match gate.idle() {
            Some(asked) if asked == self.asked => {
                !self.idle.get_or_insert_with(|| Due::after(patience)).is_now()
            }
            asked => {
                self.asked = asked.unwrap_or(self.asked);
                self.idle = None;
                true
            }
        }
    }

    /// Whether what was rejected has waited long enough.
    pub(crate) fn is_due_again(&mut self, is_rejected: bool, delay: Duration) -> bool {
        if !is_rejected {
            self.again = None;
            return false;
        }
        self.again.get_or_insert_with(|| Due::after(delay)).is_now()
    }

    /// What of `position` is not committed.
    pub(crate) fn uncommitted(&mut self, position: Option<i64>, again: bool) -> Option<i64> {
        if position == self.committed && !again {
            return None;
        }
        self.committed = position;
        position
    }
}
