use std::env::consts::{ARCH, OS};
use std::process::Command;

/// The compiler and what it compiles for, such as "rustc 1.95.0, x86_64 linux".
pub fn compiler() -> String {
    let version = version().unwrap_or_else(|| "an unknown compiler".to_owned());
    format!("{version}, {ARCH} {OS}")
}

fn version() -> Option<String> {
    let output = Command::new("rustc").arg("--version").output().ok()?;
    let version = String::from_utf8(output.stdout).ok()?;
    Some(version.split(" (").next()?.trim().to_owned())
}
