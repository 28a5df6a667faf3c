//! A run: starts the service and the load generator as processes of their own, and watches them.

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use clap::ValueEnum;

use crate::clock::micros;
use crate::load::{self, Tally};
use crate::report::Outcome;
use crate::service::{self, OUT_OF_MEMORY, Variant};
use crate::{AnyResult, account, backlog, memory, store};

/// What a run is to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// For how many seconds orders come.
    pub seconds: u32,
    /// Orders a second that are offered.
    pub rate: u32,
    /// Orders a second that can be stored.
    pub capacity: NonZeroU32,
    /// Whether the service is killed in the middle, and started again.
    pub kill: bool,
    /// The memory of the service, in MiB, beyond which it ends.
    pub most_memory: u64,
}

/// So long a service may take to end when it is told to.
const GRACE: Duration = Duration::from_secs(10);

/// Runs one variant in an empty directory.
///
/// # Errors
///
/// If a process cannot be started, or does not what it should.
pub fn run(variant: Variant, options: &Options, directory: &Path) -> AnyResult<Outcome> {
    fs::create_dir_all(directory)?;
    let mut service = Service::start(variant, options, directory, 0)?;
    let log = directory.join("promises.log");
    let length = Duration::from_secs(options.seconds.into());
    let start = Instant::now();
    let began = micros();
    let until = began + u64::from(options.seconds) * 1_000_000;
    let mut generator = Reaped(
        this_program()?
            .args(["load", "--address", &service.address.to_string()])
            .args(["--rate", &options.rate.to_string()])
            .args(["--seconds", &options.seconds.to_string()])
            .arg("--log")
            .arg(&log)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?,
    );

    let mut memory = Vec::new();
    let mut died = None;
    let mut killed = false;
    while start.elapsed() < length {
        if let Some(status) = service.child.0.try_wait()? {
            if status.code() != Some(OUT_OF_MEMORY) {
                return Err(format!("the service has ended: {status}").into());
            }
            died = Some(start.elapsed().as_secs_f64());
            break;
        }
        if options.kill && !killed && start.elapsed() >= length / 2 {
            service = service.kill_and_restart(variant, options, directory)?;
            killed = true;
        }
        if start.elapsed() >= Duration::from_secs(memory.len() as u64) {
            // Nothing, if it ends just now; the next turn says why.
            memory.extend(memory::resident(&service.child.0.id().to_string()).ok());
        }
        thread::sleep(Duration::from_millis(20));
    }
    drop(generator.0.stdin.take());
    let tally = tally(&mut generator)?;
    if died.is_none() {
        service.stop()?;
    }
    let on_disk = match variant {
        Variant::Planned => backlog::keys(directory)?,
        Variant::Unbounded => HashSet::new(),
    };
    let account = account::settle(
        &load::read(&log)?,
        &store::read(&service::database(directory))?,
        &on_disk,
        &tally,
        until,
    );
    let (seconds, capacity) = (f64::from(options.seconds), options.capacity.get());
    Ok(Outcome { tally, account, memory, began, seconds, capacity, died, killed })
}

fn tally(generator: &mut Reaped) -> AnyResult<Tally> {
    let mut output = String::new();
    generator.0.stdout.take().ok_or("no output")?.read_to_string(&mut output)?;
    let status = generator.0.wait()?;
    if !status.success() {
        return Err(format!("the load generator has failed: {status}").into());
    }
    Ok(serde_json::from_str(&output)?)
}

fn this_program() -> AnyResult<Command> {
    Ok(Command::new(std::env::current_exe()?))
}

struct Service {
    child: Reaped,
    address: SocketAddr,
}

impl Service {
    fn start(variant: Variant, options: &Options, directory: &Path, port: u16) -> AnyResult<Self> {
        let name = variant.to_possible_value().ok_or("a variant without a name")?;
        let mut child = Reaped(
            this_program()?
                .args(["serve", "--variant", name.get_name()])
                .arg("--directory")
                .arg(directory)
                .args(["--capacity", &options.capacity.to_string()])
                .args(["--most-memory", &options.most_memory.to_string()])
                .args(["--port", &port.to_string()])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()?,
        );
        let output = child.0.stdout.take().ok_or("no output")?;
        let mut address = String::new();
        BufReader::new(output).read_line(&mut address)?;
        let address = address.trim().parse().map_err(|_| "the service does not say where it is")?;
        Ok(Self { child, address })
    }

    /// `kill -9`: no destructor runs, nothing is flushed.
    fn kill_and_restart(
        mut self,
        variant: Variant,
        options: &Options,
        directory: &Path,
    ) -> AnyResult<Self> {
        self.child.0.kill()?;
        self.child.0.wait()?;
        Self::start(variant, options, directory, self.address.port())
    }

    /// Tells it to end, and kills it if it does not in time: what it has in memory then is lost.
    fn stop(mut self) -> AnyResult<()> {
        drop(self.child.0.stdin.take());
        let told = Instant::now();
        while told.elapsed() < GRACE {
            if let Some(status) = self.child.0.try_wait()? {
                return if status.success() {
                    Ok(())
                } else {
                    Err(format!("the service has failed: {status}").into())
                };
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(self.child.0.kill()?)
    }
}

/// A process that does not outlive this one.
struct Reaped(Child);

impl Drop for Reaped {
    fn drop(&mut self) {
        // It may have ended, which is what this is for.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
