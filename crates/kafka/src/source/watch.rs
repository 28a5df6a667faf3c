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
    stored: Option<i64>,
}

impl Watch {
    pub(crate) fn new() -> Self {
        Self { asked: 0, idle: None, again: None, stored: None }
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

    /// Whether the client knows this position.
    pub(crate) fn is_stored(&self, position: Option<i64>) -> bool {
        self.stored == position
    }

    pub(crate) fn stored(&mut self, position: Option<i64>) {
        self.stored = position;
    }
}
