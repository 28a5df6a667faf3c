//! Programs that use Reactive Streams: run one with `cargo run --release --example NAME`.

use std::fs;

/// How much memory this process has had at most, as the system tells it; `unknown` where it does not.
pub fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or_else(|| "unknown".to_owned(), |peak| peak.trim().to_owned())
}
