//! Plays scenarios against implementations and comes to verdicts.

mod processor;
mod publisher;
mod shrink;
mod subscriber;

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::check::{Check, Declined, How, Step};
use crate::log::{Kind, Link, Log, Outcome, Thing};
use crate::oracle::{self, Breach};
use crate::report::{CheckReport, Failure, ImplementationReport, Report, Verdict};
use crate::rule::Rule;
use crate::suite::{
    Implementation, ProcessorUnderTest, PublisherUnderTest, SubscriberUnderTest, Suite, UnderTest,
};
use crate::world::{Execution, Limits, World};

pub(crate) use processor::ProcessorRun;
pub(crate) use publisher::PublisherRun;
pub(crate) use subscriber::{SubscriberRun, View};

/// How a suite is run.
#[derive(Clone, Debug)]
pub struct Options {
    /// From which all random choices follow.
    pub seed: u64,
    /// Runs only checks whose `implementation::check` contains this.
    pub filter: Option<String>,
    /// The command that replays one check, with `{name}` and `{seed}` to be filled in.
    pub replay: String,
    /// Waits this long instead of what the implementations say.
    pub limits: Option<Limits>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            filter: None,
            replay: "TCK_SEED={seed} cargo test -- --exact '{name}'".into(),
            limits: None,
        }
    }
}

/// How many seeds a scenario is played with, where the order of things depends on the seed.
const SCHEDULES: u64 = 6;

/// How many random scripts are played.
const SCRIPTS: u64 = 24;

/// Runs every check on every implementation of the suite; several implementations at a time.
pub fn run(suite: &Suite, options: &Options) -> Report {
    let implementations = suite.implementations();
    let next = AtomicUsize::new(0);
    let reports = Mutex::new(Vec::new());
    let work = || {
        while let Some((index, implementation)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            implementations.get(index).map(|implementation| (index, implementation))
        } {
            let report = run_implementation(implementation, options);
            reports.lock().unwrap_or_else(PoisonError::into_inner).push((index, report));
        }
    };
    let workers = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    thread::scope(|scope| {
        for _ in 0..workers.min(implementations.len()) {
            scope.spawn(work);
        }
    });
    let mut reports = reports.into_inner().unwrap_or_else(PoisonError::into_inner);
    reports.sort_by_key(|(index, _)| *index);
    let reports = reports.into_iter().map(|(_, report)| report);
    Report { implementations: reports.filter(|report| !report.verdicts.is_empty()).collect() }
}

fn run_implementation(implementation: &Implementation, options: &Options) -> ImplementationReport {
    let checks = crate::checks::of(implementation.subject.role());
    let chosen = checks.into_iter().filter(|check| {
        let name = full_name(&implementation.name, check);
        options.filter.as_ref().is_none_or(|filter| name.contains(filter.as_str()))
    });
    ImplementationReport {
        name: implementation.name.clone(),
        role: implementation.subject.role(),
        verdicts: chosen.map(|check| run_check(implementation, check, options)).collect(),
    }
}

pub(crate) fn full_name(implementation: &str, check: &Check) -> String {
    format!("{implementation}::{}", check.name)
}

pub(crate) fn run_check(
    implementation: &Implementation,
    check: &'static Check,
    options: &Options,
) -> CheckReport {
    let verdict = without_playing(implementation, check)
        .unwrap_or_else(|| play(implementation, check, options));
    CheckReport { check, verdict }
}

/// The verdict, where what is declared suffices for it.
pub(crate) fn without_playing(implementation: &Implementation, check: &Check) -> Option<Verdict> {
    if let How::Compiler(programs) = check.how {
        return Some(Verdict::Compiler(programs));
    }
    let publisher = match &implementation.subject {
        UnderTest::Publisher(subject) => subject,
        UnderTest::Processor(subject) => &subject.publisher,
        UnderTest::Subscriber(_) => return None,
    };
    let missing: Vec<String> =
        check.needs.iter().filter_map(|need| need.missing(publisher)).collect();
    (!missing.is_empty()).then(|| Verdict::Declined(missing.join("; ")))
}

fn play(implementation: &Implementation, check: &'static Check, options: &Options) -> Verdict {
    let player = Player { check, options, name: full_name(&implementation.name, check) };
    match (&check.how, &implementation.subject) {
        (How::Publisher(_) | How::Script(_), UnderTest::Publisher(subject)) => {
            player.publisher(subject)
        }
        (How::Publisher(_) | How::Script(_), UnderTest::Processor(subject)) => {
            player.publisher(&subject.publisher)
        }
        (How::Subscriber(_), UnderTest::Subscriber(subject)) => player.subscriber(subject),
        (How::Subscriber(_), UnderTest::Processor(subject)) => {
            player.subscriber(&subject.subscriber)
        }
        (How::Processor(play), UnderTest::Processor(subject)) => player.processor(subject, *play),
        _ => Verdict::NotApplicable(format!("not for a {}", implementation.subject.role().name())),
    }
}

struct Player<'a> {
    check: &'static Check,
    options: &'a Options,
    name: String,
}

/// What one run of a scenario brought.
struct Played {
    log: Log,
    breaches: Vec<Breach>,
    declined: Option<Declined>,
    script: Option<String>,
}

impl Player<'_> {
    fn publisher(&self, subject: &PublisherUnderTest) -> Verdict {
        let scripted = matches!(self.check.how, How::Script(_));
        let runs = match subject.execution {
            _ if scripted => SCRIPTS,
            Execution::Scheduled => SCHEDULES,
            _ => 1,
        };
        self.seeds(runs, |seed| {
            let steps = if scripted { shrink::script(seed) } else { Vec::new() };
            let mut played = self.play_publisher(subject, seed, &steps);
            if scripted && !played.breaches.is_empty() {
                let rule = played.breaches[0].rule;
                let fails = |steps: &[Step]| {
                    let played = self.play_publisher(subject, seed, steps);
                    played.breaches.iter().any(|breach| breach.rule == rule).then_some(played)
                };
                let (shortest, last) = shrink::shrink(steps, played, fails);
                played = Played { script: Some(format!("{shortest:?}")), ..last };
            }
            played
        })
    }

    fn play_publisher(&self, subject: &PublisherUnderTest, seed: u64, steps: &[Step]) -> Played {
        let how = self.check.how;
        let (subject, steps) = (subject.clone(), steps.to_vec());
        let world = self.world(subject.execution, subject.limits, seed);
        on_a_thread(&self.name, world, move |world| {
            let mut run = PublisherRun::new(world, &subject);
            match how {
                How::Script(play) => play(&mut run, &steps),
                How::Publisher(play) => play(&mut run),
                _ => {}
            }
            (run.finish(), None)
        })
    }

    fn subscriber(&self, subject: &SubscriberUnderTest) -> Verdict {
        let How::Subscriber(play) = self.check.how else {
            return Verdict::NotApplicable("not for a subscriber".into());
        };
        // At least both ways of giving an element, which take turns.
        let runs = if subject.execution == Execution::Scheduled { SCHEDULES } else { 2 };
        self.seeds(runs, |seed| {
            let subject = subject.clone();
            let world = self.world(subject.execution, subject.limits, seed);
            on_a_thread(&self.name, world, move |world| {
                let mut run = SubscriberRun::new(world, &subject);
                let declined = play(&mut run).err();
                (run.finish(), declined)
            })
        })
    }

    fn processor(&self, subject: &ProcessorUnderTest, play: fn(&mut ProcessorRun<'_>)) -> Verdict {
        let execution = subject.publisher.execution;
        let runs = if execution == Execution::Scheduled { SCHEDULES } else { 2 };
        self.seeds(runs, |seed| {
            let subject = subject.clone();
            let world = self.world(execution, subject.publisher.limits, seed);
            on_a_thread(&self.name, world, move |world| {
                let mut run = ProcessorRun::new(world, &subject);
                play(&mut run);
                (run.finish(), None)
            })
        })
    }

    /// Plays with so many seeds, up to the first that fails.
    fn seeds(&self, runs: u64, play: impl Fn(u64) -> Played) -> Verdict {
        let mut remarks = Vec::new();
        for seed in self.options.seed..self.options.seed.saturating_add(runs) {
            let played = play(seed);
            if let Some(Declined(reason)) = played.declined {
                return Verdict::Declined(reason);
            }
            if !played.breaches.is_empty() {
                return self.failure(seed, played);
            }
            for remark in self.check.remarks_of(oracle::remarks(&played.log)) {
                let text = format!("§{}: {}", remark.rule.id, remark.text);
                if remarks.is_empty() {
                    remarks.push(text);
                }
            }
        }
        if self.check.advice { Verdict::Advisory(remarks) } else { Verdict::Passed }
    }

    fn failure(&self, seed: u64, played: Played) -> Verdict {
        let replay = self.options.replay.replace("{name}", &self.name);
        Verdict::Failed(Box::new(Failure {
            trace: played.log.trace(played.breaches.first().map(|breach| breach.at)),
            breaches: played.breaches,
            seed,
            script: played.script,
            replay: replay.replace("{seed}", &seed.to_string()),
        }))
    }

    fn world(&self, execution: Execution, limits: Limits, seed: u64) -> World {
        World::new(execution, self.options.limits.unwrap_or(limits), seed)
    }
}

/// What a scenario found by itself, beyond what the oracle finds.
pub(crate) type Findings = Vec<(&'static str, Link, String)>;

/// Plays on a thread of its own, so that a deadlock is a verdict and not the end of the suite.
fn on_a_thread<F>(name: &str, world: World, play: F) -> Played
where
    F: FnOnce(World) -> (Findings, Option<Declined>) + Send + 'static,
{
    let (done, finished) = channel();
    let inner = world.clone();
    let spawned = thread::Builder::new().name(name.to_owned()).spawn(move || {
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| play(inner)));
        // Nobody listens any more once this run has been given up.
        drop(done.send(result));
    });
    let mut findings = Findings::new();
    let mut declined = None;
    let mut joined = Ok(());
    match spawned {
        Err(error) => {
            findings.push(("1.9", Link(0), format!("no thread could be started: {error}")))
        }
        Ok(handle) => match wait(&world, &finished) {
            Some(Ok((found, why))) => {
                findings = found;
                declined = why;
                joined = handle.join();
            }
            Some(Err(payload)) => {
                let text = match crate::world::outcome_of(&*payload) {
                    Outcome::Panicked(message) => message.into_string(),
                    _ => "a panic of ours came back".into(),
                };
                findings.push(("2.13", Link(0), format!("the scenario panicked: {text}")));
            }
            None => give_up(&world),
        },
    }
    if joined.is_err() {
        findings.push(("2.13", Link(0), "the thread of the scenario panicked at its end".into()));
    }
    let log = world.recorder().close();
    let mut breaches = oracle::judge(&log);
    for (rule, link, text) in findings {
        breaches.push(Breach { rule: Rule::named(rule), link, at: log.events.len(), text });
    }
    Played { log, breaches, declined, script: None }
}

/// What the thread of a scenario sends at its end.
type Ended = thread::Result<(Findings, Option<Declined>)>;

/// Waits for the end of the scenario; `None` when it hangs.
///
/// As [`World::wait`], it counts ticks without any progress and not time.
fn wait(world: &World, finished: &std::sync::mpsc::Receiver<Ended>) -> Option<Ended> {
    // The scenario itself waits for as long as `must_happen` without a line in the log.
    let limit = world.limits().must_happen.as_millis() * 2 + 500;
    let (mut ticks, mut seen) = (0, 0);
    loop {
        match finished.recv_timeout(Duration::from_millis(1)) {
            Ok(result) => return Some(result),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => {}
        }
        let now = world.recorder().len();
        ticks = if now == seen { ticks + 1 } else { 0 };
        seen = now;
        if ticks > limit {
            return None;
        }
    }
}

/// Writes down in which call the scenario hangs: the one that began last and is still open.
fn give_up(world: &World) {
    let stuck = world.recorder().read(|log| {
        let mut open = Vec::new();
        for event in &log.events {
            match &event.kind {
                Kind::Call(call) => open.push((event.link, call.clone())),
                Kind::Return(call, _) => {
                    let entry = (event.link, call.clone());
                    if let Some(at) = open.iter().rposition(|known| *known == entry) {
                        open.remove(at);
                    }
                }
                _ => {}
            }
        }
        open.pop()
    });
    if let Some((link, call)) = stuck {
        world.record(link, Kind::Stuck(call));
    }
}

/// Writes down how many of our elements are still there when everything has been let go.
fn look_for_lost_elements(world: &World) {
    let ledger = world.ledger();
    let is_free = || ledger.elements() == 0;
    if world.execution() == Execution::Foreign {
        world.wait(is_free);
    }
    if !is_free() {
        world.record(Link(0), Kind::Leaked(Thing::Element, ledger.elements()));
    }
}
