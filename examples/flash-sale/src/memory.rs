//! How much memory a process has, as Linux tells it.

use std::fs;

use crate::AnyResult;

/// The resident memory of a process, in bytes.
///
/// # Errors
///
/// If there is no such process, or no `/proc`.
pub fn resident(process: &str) -> AnyResult<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.ok_or("a process that has ended has no memory")?;
    Ok(kibibytes.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
}
