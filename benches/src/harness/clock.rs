use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// What something has cost.
#[derive(Clone, Copy)]
pub(super) struct Cost {
    /// User and system time of all threads of this process.
    pub(super) cpu: Duration,
    pub(super) wall: Duration,
}

/// Runs `work`, and tells what it has cost.
pub(super) fn measure<A>(work: impl FnOnce() -> A) -> (A, Cost) {
    let (cpu, wall) = (cpu_time(), Instant::now());
    let result = work();
    (result, Cost { wall: wall.elapsed(), cpu: cpu_time() - cpu })
}

fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    // The kernel gives neither negative times nor more than a second of nanoseconds.
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}
