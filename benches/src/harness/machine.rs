use std::env::consts::ARCH;
use std::fs;
use std::thread;

use time::OffsetDateTime;

use crate::compiler;

/// Where and when it was measured.
pub struct Machine {
    pub processor: String,
    pub cores: usize,
    pub compiler: String,
    /// The virtual machine of Java, where it takes part.
    pub jvm: Option<String>,
    /// Year, month and day.
    pub date: String,
}

impl Machine {
    pub fn here(jvm: Option<String>) -> Self {
        Self {
            processor: processor().unwrap_or_else(|| ARCH.to_owned()),
            cores: thread::available_parallelism().map_or(1, usize::from),
            compiler: compiler(),
            jvm,
            date: OffsetDateTime::now_utc().date().to_string(),
        }
    }

    pub fn describe(&self) -> String {
        let jvm = self.jvm.iter().map(|jvm| format!(", {jvm}")).collect::<String>();
        format!("{}, {} cores, {}{jvm}", self.processor, self.cores, self.compiler)
    }
}

fn processor() -> Option<String> {
    let info = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = info.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
