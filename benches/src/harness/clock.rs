use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::time::{ClockId, clock_gettime};

/// What something has cost.
#[derive(Clone, Copy)]
pub(super) struct Cost {
    /// User and system time of all threads of the process.
    pub(super) cpu: Duration,
    pub(super) wall: Duration,
}

/// Runs `work`, and tells what it has cost.
pub(super) fn measure<A>(work: impl FnOnce() -> A) -> (A, Cost) {
    let cpu_time =
        || cpu_time(ClockId::CLOCK_PROCESS_CPUTIME_ID).expect("every process has this clock");
    let (cpu, wall) = (cpu_time(), Instant::now());
    let result = work();
    (result, Cost { wall: wall.elapsed(), cpu: cpu_time() - cpu })
}

/// How long a process has computed until now.
pub(super) fn cpu_time(clock: ClockId) -> Result<Duration, Errno> {
    clock_gettime(clock).map(Duration::from)
}

/// The clock of another process.
#[cfg(target_os = "linux")]
pub(super) fn clock_of(process: u32) -> Result<ClockId, Errno> {
    let process = process.try_into().map_err(|_| Errno::ESRCH)?;
    ClockId::pid_cpu_clock_id(nix::unistd::Pid::from_raw(process))
}

#[cfg(not(target_os = "linux"))]
pub(super) fn clock_of(_process: u32) -> Result<ClockId, Errno> {
    Err(Errno::ENOTSUP)
}
