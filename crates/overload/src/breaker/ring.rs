use std::collections::VecDeque;

use super::policy::Ratio;

/// The outcomes of the last calls.
pub(super) struct Ring {
    ratio: Ratio,
    /// Whether each was a failure.
    calls: VecDeque<bool>,
    failures: usize,
}

impl Ring {
    pub(super) fn new(ratio: Ratio) -> Self {
        Self { ratio, calls: VecDeque::new(), failures: 0 }
    }

    /// Takes another in; whether there are too many failures now.
    pub(super) fn push(&mut self, failure: bool) -> bool {
        if self.calls.len() == self.ratio.calls.get() {
            self.failures -= usize::from(self.calls.pop_front() == Some(true));
        }
        self.calls.push_back(failure);
        self.failures += usize::from(failure);
        self.calls.len() == self.ratio.calls.get() && self.failures >= self.ratio.failures
    }

    pub(super) fn clear(&mut self) {
        self.calls.clear();
        self.failures = 0;
    }
}
