//! Processes that are watched.

use std::env;
use std::fs;
use std::io::read_to_string;
use std::process::{Child, Command, Stdio, id};
use std::thread;
use std::time::{Duration, Instant};

use super::slow::Slow;
use crate::Outcome;

const INTERVAL: Duration = Duration::from_millis(250);

/// What was seen of a process.
pub(super) struct Course {
    /// Its most resident memory, in MiB.
    pub(super) peak: f64,
    /// Its resident memory, again and again.
    pub(super) samples: Vec<f64>,
    /// How many messages it has dealt with; one that was stopped does not say.
    pub(super) handled: Option<u64>,
    pub(super) time: Duration,
}

/// Has a process of its own consume, and looks at its memory until it ends, or needs more than the limit: then it is
/// stopped.
pub(super) fn watch(slow: &Slow, limit_mib: u64) -> Outcome<Course> {
    let mut command = Command::new(env::current_exe()?);
    command.arg("slow").args(slow.arguments()).stdout(Stdio::piped());
    let (begin, mut process) = (Instant::now(), Process(command.spawn()?));
    let (mut peak, mut samples) = (0.0_f64, Vec::new());
    let status = loop {
        if let Some(status) = process.0.try_wait()? {
            break status;
        }
        // It may have ended meanwhile: then there is nothing to look at any more.
        if let Some(usage) = usage(process.0.id()) {
            peak = peak.max(usage.peak);
            samples.push(usage.now);
        }
        if peak > limit_mib as f64 {
            return Ok(Course { peak, samples, handled: None, time: begin.elapsed() });
        }
        thread::sleep(INTERVAL);
    };
    let said = process.0.stdout.take().map(read_to_string).transpose()?.unwrap_or_default();
    let [handled, last_peak] = said.split_whitespace().collect::<Vec<_>>()[..] else {
        return Err(format!("the consumer has ended with {status}, and said {said:?}").into());
    };
    let (handled, last_peak) = (handled.parse()?, last_peak.parse()?);
    let time = Duration::from_secs(slow.seconds);
    Ok(Course { peak: peak.max(last_peak), samples, handled: Some(handled), time })
}

/// What a consumer says at its end: how many messages it has dealt with, and its peak.
pub(super) fn say(handled: u64) -> Outcome<()> {
    let usage = usage(id()).ok_or("this system does not tell how much memory is resident")?;
    println!("{handled} {}", usage.peak);
    Ok(())
}

struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // If there is nobody left to kill, that is what is wanted.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// In MiB.
struct Usage {
    now: f64,
    peak: f64,
}

/// The resident memory of a process, as Linux tells it.
fn usage(process: u32) -> Option<Usage> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let mib = |name| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let kib: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(kib / 1024.0)
    };
    Some(Usage { now: mib("VmRSS:")?, peak: mib("VmHWM:")? })
}
