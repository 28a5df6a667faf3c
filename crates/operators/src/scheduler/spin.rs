use std::hint;
use std::thread;

/// Looks again for a while before a thread waits: to wake one that waits takes as long as thousands of
/// elements.
///
/// How long a while is follows from what came of it lately, so that threads which find nothing, because
/// there is nothing or because they have to share a core, soon give it up.
pub(super) struct Spin {
    rounds: u32,
    max: u32,
}

impl Spin {
    /// About 20 µs.
    const MAX: u32 = 2048;
    const MIN: u32 = 16;

    pub(super) fn new() -> Self {
        let alone = thread::available_parallelism().is_ok_and(|cores| cores.get() == 1);
        let max = if alone { 0 } else { Self::MAX };
        Self { rounds: max, max }
    }

    /// Whether `is_there` came true while it was looked for.
    pub(super) fn until(&mut self, is_there: impl Fn() -> bool) -> bool {
        for _ in 0..self.rounds {
            if is_there() {
                self.rounds = (self.rounds * 2).min(self.max);
                return true;
            }
            hint::spin_loop();
        }
        self.rounds = (self.rounds / 2).max(Self::MIN).min(self.max);
        false
    }
}
