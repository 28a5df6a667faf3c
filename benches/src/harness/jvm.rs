//! The libraries of the JVM: `java/` does the work, and a contender is a process of its own. In one that ran all of
//! them, what the compiler has learned from one contender would be to the cost of the next.

use std::env;
use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use nix::time::ClockId;

use super::clock::{Cost, clock_of, cpu_time};
use super::contest::{Contender, Scenario, label};
use super::version::version;

/// The collector with the least work for the threads that are measured, and a heap in which it works now and then.
const OPTIONS: &[&str] =
    &["-XX:+UseParallelGC", "-Xms256m", "-Xmx256m", "-Xmn128m", "-XX:-UsePerfData"];

/// A turn is repeated until so much time is over, and is worth the mean: so it has its part in the collections.
const TURN: Duration = Duration::from_millis(20);

const NEEDED: &str = "--jvm needs a JDK of version 17 or newer, and Maven";

/// The libraries of the JVM, built and ready.
pub struct Jvm {
    name: String,
    arguments: Vec<String>,
    warm_up: Duration,
    entries: Vec<Entry>,
}

/// What the other side says of a contender.
#[derive(Clone)]
struct Entry {
    scenario: String,
    library: String,
    variant: String,
    version: String,
    limit: bool,
    divisor: u64,
}

impl Jvm {
    /// Builds what is in `java/`, and the native library that it loads. Each contender computes for the time of
    /// `warm_up` before it is measured.
    pub fn build(warm_up: Duration) -> Result<Self, Box<dyn Error>> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/java");
        let mut maven = Command::new("mvn");
        maven.args(["--quiet", "--batch-mode", "compile", "dependency:build-classpath"]);
        output(maven.current_dir(folder))?;
        let libraries = fs::read_to_string(format!("{folder}/target/classpath"))?;
        let arguments = vec![
            format!("-Dours={}", version("reactive-streams-jvm")),
            format!("-Dcrossing={}", native_library()?.display()),
            "-cp".to_owned(),
            format!("{folder}/target/classes:{}", libraries.trim()),
        ];

        let list = output(&mut java(&arguments))?;
        let mut lines = list.lines();
        let name = lines.next().ok_or("the JVM does not say who it is")?.to_owned();
        let entries = lines.map(Entry::parse).collect::<Option<_>>();
        let entries = entries.ok_or_else(|| format!("this is no list of contenders:\n{list}"))?;
        Ok(Self { name, arguments, warm_up, entries })
    }

    /// What it is, and how it is set.
    pub fn describe(&self) -> String {
        format!("{} with {}", self.name, OPTIONS.join(" "))
    }

    /// Adds the libraries that can do the work of the scenario.
    pub fn join(&self, scenario: Scenario) -> Scenario {
        let name = scenario.name();
        let entries = self.entries.iter().filter(|it| it.scenario == name);
        entries.fold(scenario, |scenario, entry| {
            let elements = scenario.elements() / entry.divisor;
            scenario.add(Contender {
                label: entry.label(),
                version: entry.version.clone(),
                limit: entry.limit,
                elements,
                run: Box::new(self.contender(entry.clone())),
            })
        })
    }

    /// Begins when it is its turn for the first time, which is not measured.
    fn contender(&self, entry: Entry) -> impl FnMut(u64) -> (u64, Cost) + use<> {
        let (arguments, warm_up) = (self.arguments.clone(), self.warm_up);
        let mut process = None;
        move |elements| {
            let mut turn = || match &mut process {
                Some(process) => Process::run(process, elements),
                None => {
                    let process = process.insert(Process::start(&arguments, &entry)?);
                    process.warm_up(elements, warm_up)?;
                    process.run(elements)
                }
            };
            turn().unwrap_or_else(|error| panic!("{}: {}: {error}", entry.scenario, entry.label()))
        }
    }
}

impl Entry {
    fn parse(line: &str) -> Option<Self> {
        let fields: Vec<_> = line.split('\t').map(str::to_owned).collect();
        let [scenario, library, variant, version, limit, divisor] = fields.try_into().ok()?;
        let (limit, divisor) = (limit.parse().ok()?, divisor.parse().ok()?);
        Some(Self { scenario, library, variant, version, limit, divisor })
    }

    fn label(&self) -> String {
        label(&self.library, &self.variant)
    }
}

/// A virtual machine that runs one contender.
struct Process {
    child: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
    clock: ClockId,
}

impl Process {
    fn start(arguments: &[String], entry: &Entry) -> Result<Self, Box<dyn Error>> {
        let mut command = java(arguments);
        command.args([&entry.scenario, &entry.library, &entry.variant]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let commands = child.stdin.take().ok_or("its input is not a pipe")?;
        let answers = BufReader::new(child.stdout.take().ok_or("its output is not a pipe")?);
        let clock = clock_of(child.id())?;
        Ok(Self { child, commands, answers, clock })
    }

    /// CPU time, so that the compiler gets what it needs on a busy machine, too.
    fn warm_up(&mut self, elements: u64, time: Duration) -> Result<(), Box<dyn Error>> {
        while cpu_time(self.clock)? < time {
            self.run(elements)?;
        }
        Ok(())
    }

    /// The cost is the mean of a turn, and of all that the process computes meanwhile: so its compiler and its
    /// collector are part of it.
    fn run(&mut self, elements: u64) -> Result<(u64, Cost), Box<dyn Error>> {
        let before = cpu_time(self.clock)?;
        writeln!(self.commands, "{elements} {}", TURN.as_nanos())?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        let cpu = cpu_time(self.clock)? - before;

        let [result, runs, wall] = answer.split_whitespace().collect::<Vec<_>>()[..] else {
            return Err(format!("{answer:?} is no answer").into());
        };
        let (runs, wall) = (runs.parse::<u32>()?, Duration::from_nanos(wall.parse()?));
        let cost = Cost { cpu: cpu / runs, wall: wall / runs };
        // What Java calls a `long` has a sign.
        Ok((result.parse::<i64>()?.cast_unsigned(), cost))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // If there is nobody left to kill, that is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn java(arguments: &[String]) -> Command {
    let mut command = Command::new("java");
    command.args(OPTIONS).args(arguments).arg("benches.Main");
    command
}

/// Builds `examples/crossing.rs` as this program was built, and tells where that is.
fn native_library() -> Result<PathBuf, Box<dyn Error>> {
    let program = env::current_exe()?;
    let [_, release, target, ..] = program.ancestors().collect::<Vec<_>>()[..] else {
        return Err("this program is not where cargo has put it".into());
    };
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--release", "--example", "crossing"]);
    cargo.args(["--no-default-features", "--features", "jvm", "--target-dir"]).arg(target);
    output(cargo.current_dir(env!("CARGO_MANIFEST_DIR")))?;
    Ok(release.join("examples").join(format!("{DLL_PREFIX}crossing{DLL_SUFFIX}")))
}

fn output(command: &mut Command) -> Result<String, Box<dyn Error>> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| match error.kind() {
        ErrorKind::NotFound => format!("{program} is not installed: {NEEDED}"),
        _ => format!("{program} cannot be run: {error}"),
    })?;
    let text = String::from_utf8(output.stdout)?;
    if output.status.success() {
        Ok(text)
    } else {
        eprint!("{}{text}", String::from_utf8_lossy(&output.stderr));
        Err(format!("{program} has failed, as said above; {NEEDED}").into())
    }
}
