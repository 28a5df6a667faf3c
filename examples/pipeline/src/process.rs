//! The processes of a run.

use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::AnyResult;

/// So long a process may take to end when it is told to.
const GRACE: Duration = Duration::from_secs(30);

/// A process of this program, in one of its roles. It does not outlive this one.
pub(crate) struct Process {
    role: String,
    child: Child,
}

impl Process {
    pub(crate) fn start(role: &str, arguments: &[(&str, &str)]) -> AnyResult<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(role);
        for (name, value) in arguments {
            command.arg(format!("--{name}={value}"));
        }
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        Ok(Self { role: role.to_owned(), child })
    }

    /// Whether it has ended by itself, with success.
    ///
    /// # Errors
    ///
    /// If it has failed.
    pub(crate) fn has_ended(&mut self) -> AnyResult<bool> {
        match self.child.try_wait()? {
            None => Ok(false),
            Some(status) => self.succeeded(status).map(|()| true),
        }
    }

    /// `kill -9`: no destructor runs, nothing is sent or acknowledged any more.
    pub(crate) fn kill(mut self) -> AnyResult<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Tells it to end, and gives what it has printed.
    ///
    /// # Errors
    ///
    /// If it fails, or does not end in time.
    pub(crate) fn stop(mut self) -> AnyResult<String> {
        drop(self.child.stdin.take());
        let told = Instant::now();
        while !self.has_ended()? {
            if told.elapsed() > GRACE {
                return Err(
                    format!("{} does not end, {GRACE:?} after it was told to", self.role).into()
                );
            }
            thread::sleep(Duration::from_millis(20));
        }
        // No more than fits into the pipe: else it would not have ended.
        let mut output = String::new();
        self.child.stdout.take().ok_or("no output")?.read_to_string(&mut output)?;
        Ok(output)
    }

    fn succeeded(&self, status: ExitStatus) -> AnyResult<()> {
        if status.success() {
            Ok(())
        } else {
            Err(format!("{} has failed: {status}", self.role).into())
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended, which is what this is for.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
