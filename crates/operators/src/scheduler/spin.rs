use std::hint;
use std::thread;

/// Looks again for a while before a thread waits: to wake one that waits takes as long as thousands of
/// elements.
///
/// Between looks it lets others have the core. A thread that shares its core with the one it waits for
/// hands it over for a fraction of what waiting and being woken costs; and as both stay ready to run,
/// the operating system sees that there is work for another core.
///
/// How long a while is follows from what came of it lately, so that threads which find nothing, because
/// there is nothing, soon give it up.
pub(super) struct Spin {
    rounds: u32,
}

impl Spin {
    /// About 40 µs, if nobody else wants the core.
    const MAX: u32 = 128;
    /// Longer than it takes to make or to use up what a queue usually holds.
    const MIN: u32 = 8;
    /// So few that they do not matter where the core is shared.
    const LOOKS: u32 = 4;

    pub(super) fn new() -> Self {
        Self { rounds: Self::MAX }
    }

    pub(super) fn until(&mut self, is_there: impl Fn() -> bool) {
        for _ in 0..self.rounds {
            for _ in 0..Self::LOOKS {
                if is_there() {
                    self.rounds = (self.rounds * 2).min(Self::MAX);
                    return;
                }
                hint::spin_loop();
            }
            thread::yield_now();
        }
        self.rounds = (self.rounds / 2).max(Self::MIN);
    }
}
