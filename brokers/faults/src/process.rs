//! A process of a run, as who started it sees it.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use broker_faults::cluster::Failure;
use broker_faults::journal::{Entry, Follower, now};

/// A process that writes a journal.
pub(crate) struct Process {
    pub(crate) name: String,
    pub(crate) child: Child,
    follower: Follower,
    pub(crate) entries: Vec<Entry>,
    pub(crate) killed: Option<u64>,
    pub(crate) has_ended: bool,
}

impl Process {
    pub(crate) fn start(
        directory: &Path,
        name: &str,
        arguments: Vec<OsString>,
    ) -> Result<Self, Failure> {
        let journal = directory.join(name);
        let child = Command::new(std::env::current_exe()?)
            .args(arguments)
            .arg("--journal")
            .arg(&journal)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(File::create(directory.join(format!("{name}.err")))?)
            .spawn()?;
        let (follower, entries) = (Follower::new(&journal), Vec::new());
        Ok(Self { name: name.to_owned(), child, follower, entries, killed: None, has_ended: false })
    }

    /// Reads what it has written since, and gives that.
    pub(crate) fn follow(&mut self) -> Result<&[Entry], Failure> {
        let before = self.entries.len();
        self.entries.extend(self.follower.read_on()?);
        Ok(&self.entries[before..])
    }

    /// Kills it, as a machine goes that loses its power.
    pub(crate) fn kill(&mut self) -> Result<(), Failure> {
        if let Some(status) = self.child.try_wait()? {
            return Err(format!("{} has ended by itself: {status}", self.name).into());
        }
        self.child.kill()?;
        self.child.wait()?;
        self.has_ended = true;
        self.killed = Some(now());
        Ok(())
    }

    /// The most memory that it has had, in KiB.
    pub(crate) fn peak(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|rest| rest.split_ascii_whitespace().next()?.parse().ok()).unwrap_or(0)
    }

    pub(crate) fn expect_success(&mut self, status: ExitStatus) -> Result<(), Failure> {
        self.has_ended = true;
        if status.success() {
            Ok(())
        } else {
            Err(format!("{} has failed: {status}", self.name).into())
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if !self.has_ended {
            // It may have ended by itself: then there is nothing to kill.
            let _ = (self.child.kill(), self.child.wait());
        }
    }
}
