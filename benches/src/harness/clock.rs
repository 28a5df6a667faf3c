use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::time::{ClockId, clock_gettime};

/// What something has cost.
#[derive(Clone, Copy)]
pub struct Cost {
    /// User and system time of all threads of the process.
    pub cpu: Duration,
    pub wall: Duration,
}

/// Measures what happens from its start on.
pub struct Stopwatch {
    cpu: Duration,
    wall: Instant,
}

impl Stopwatch {
    pub fn start() -> Self {
        Self { cpu: own_cpu_time(), wall: Instant::now() }
    }

    pub fn stop(self) -> Cost {
        Cost { wall: self.wall.elapsed(), cpu: own_cpu_time() - self.cpu }
    }
}

/// Runs `work`, and tells what it has cost.
#[cfg(feature = "peers")]
pub(super) fn measure<A>(work: impl FnOnce() -> A) -> (A, Cost) {
    let stopwatch = Stopwatch::start();
    let result = work();
    (result, stopwatch.stop())
}

fn own_cpu_time() -> Duration {
    cpu_time(ClockId::CLOCK_PROCESS_CPUTIME_ID).expect("every process has this clock")
}

/// How long a process has computed until now.
pub(super) fn cpu_time(clock: ClockId) -> Result<Duration, Errno> {
    clock_gettime(clock).map(Duration::from)
}

/// The clock of another process.
#[cfg(all(feature = "peers", target_os = "linux"))]
pub(super) fn clock_of(process: u32) -> Result<ClockId, Errno> {
    let process = process.try_into().map_err(|_| Errno::ESRCH)?;
    ClockId::pid_cpu_clock_id(nix::unistd::Pid::from_raw(process))
}

#[cfg(all(feature = "peers", not(target_os = "linux")))]
pub(super) fn clock_of(_process: u32) -> Result<ClockId, Errno> {
    Err(Errno::ENOTSUP)
}
