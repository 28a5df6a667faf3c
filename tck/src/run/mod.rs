//! Plays scenarios against implementations and comes to verdicts.

mod processor;
mod publisher;
mod shrink;
mod stage;
mod subscriber;

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::check::{Check, How, Step};
use crate::log::{Kind, Link, Log, Thing};
use crate::oracle::{self, Breach};
use crate::report::{CheckReport, Failure, ImplementationReport, Report, Verdict};
use crate::suite::{
    Implementation, ProcessorUnderTest, PublisherUnderTest, SubscriberUnderTest, Suite, UnderTest,
};
use crate::world::{Delivery, Execution, Limits, World};

pub(crate) use processor::ProcessorRun;
pub(crate) use publisher::PublisherRun;
use stage::on_a_thread;
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
    /// Plays each scenario with at most so many seeds: for tools under which all of them take too long.
    pub most_seeds: u64,
    /// Waits this long instead of what the implementations say.
    pub limits: Option<Limits>,
    /// How many checks of implementations on foreign threads run at once for each processor: they wait most of the
    /// time. Where each has a server work for it, fewer are quicker.
    pub foreign_at_once: NonZeroUsize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            filter: None,
            replay: "TCK_SEED={seed} cargo test -- --exact '{name}'".into(),
            most_seeds: u64::MAX,
            limits: None,
            foreign_at_once: NonZeroUsize::new(16).expect("16 is not zero"),
        }
    }
}

/// How many seeds a scenario is played with, where the order of things depends on the seed.
const SCHEDULES: u64 = 6;

/// How many random scripts are played.
const SCRIPTS: u64 = 24;

/// Runs every check on every implementation of the suite; several at a time.
pub fn run(suite: &Suite, options: &Options) -> Report {
    let processors = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let (foreign, ours): (Vec<Job<'_>>, Vec<Job<'_>>) =
        jobs(suite, options).enumerate().partition(|(_, (implementation, _))| {
            implementation.subject.execution() == Execution::Foreign
        });
    let queues = [
        Queue::new(foreign, processors * options.foreign_at_once.get()),
        Queue::new(ours, processors),
    ];
    thread::scope(|scope| {
        for queue in &queues {
            for _ in 0..queue.workers {
                scope.spawn(|| queue.work(options));
            }
        }
    });
    let mut reports: Vec<_> = queues.into_iter().flat_map(Queue::into_reports).collect();
    reports.sort_by_key(|(index, ..)| *index);
    let mut implementations: Vec<ImplementationReport> = Vec::new();
    for (_, implementation, report) in reports {
        match implementations.last_mut().filter(|last| last.name == implementation.name) {
            Some(known) => known.verdicts.push(report),
            None => implementations.push(ImplementationReport {
                name: implementation.name.clone(),
                role: implementation.subject.role(),
                verdicts: vec![report],
            }),
        }
    }
    Report { implementations }
}

/// A check of an implementation, with its place in the report.
type Job<'a> = (usize, (&'a Implementation, &'static Check));

/// What was chosen, in the order of the report.
fn jobs<'a>(
    suite: &'a Suite,
    options: &'a Options,
) -> impl Iterator<Item = (&'a Implementation, &'static Check)> {
    suite.implementations().iter().flat_map(move |implementation| {
        let checks = crate::checks::of(implementation.subject.role());
        let chosen = checks.into_iter().filter(move |check| {
            let name = full_name(&implementation.name, check);
            options.filter.as_ref().is_none_or(|filter| name.contains(filter.as_str()))
        });
        chosen.map(move |check| (implementation, check))
    })
}

/// Jobs for a number of workers, and what came of them.
struct Queue<'a> {
    jobs: Vec<Job<'a>>,
    workers: usize,
    next: AtomicUsize,
    reports: Mutex<Vec<(usize, &'a Implementation, CheckReport)>>,
}

impl<'a> Queue<'a> {
    fn new(jobs: Vec<Job<'a>>, workers: usize) -> Self {
        let workers = workers.min(jobs.len());
        Self { jobs, workers, next: AtomicUsize::new(0), reports: Mutex::default() }
    }

    fn work(&self, options: &Options) {
        while let Some((index, (implementation, check))) =
            self.jobs.get(self.next.fetch_add(1, Ordering::Relaxed))
        {
            let report = run_check(implementation, check, options);
            let mut reports = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
            reports.push((*index, implementation, report));
        }
    }

    fn into_reports(self) -> Vec<(usize, &'a Implementation, CheckReport)> {
        self.reports.into_inner().unwrap_or_else(PoisonError::into_inner)
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
    let needs = check.needs.iter();
    let missing: Vec<String> =
        needs.filter_map(|need| need.missing(&implementation.subject)).collect();
    (!missing.is_empty()).then(|| Verdict::Declined(missing.join("; ")))
}

fn play(implementation: &Implementation, check: &'static Check, options: &Options) -> Verdict {
    let player = Player { check, options, name: full_name(&implementation.name, check) };
    match (&check.how, &implementation.subject) {
        (How::Publisher(_) | How::Script(_), UnderTest::Publisher(subject)) => {
            player.publisher(subject, 1)
        }
        (How::Publisher(_) | How::Script(_), UnderTest::Processor(subject)) => {
            player.publisher(&subject.publisher, Delivery::COUNT)
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

/// How often a scenario is played that feeds its subject: at least in each way of giving elements.
fn runs_of(execution: Execution) -> u64 {
    if execution == Execution::Scheduled { SCHEDULES } else { Delivery::COUNT }
}

/// What one run of a scenario brought.
struct Played {
    log: Log,
    breaches: Vec<Breach>,
    script: Option<String>,
}

impl Player<'_> {
    /// Plays with `least` seeds or more.
    fn publisher(&self, subject: &PublisherUnderTest, least: u64) -> Verdict {
        let scripted = matches!(self.check.how, How::Script(_));
        let runs = match subject.execution {
            _ if scripted => SCRIPTS,
            Execution::Scheduled => SCHEDULES,
            _ => least,
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
            run.finish()
        })
    }

    fn subscriber(&self, subject: &SubscriberUnderTest) -> Verdict {
        let How::Subscriber(play) = self.check.how else {
            return Verdict::NotApplicable("not for a subscriber".into());
        };
        let runs = runs_of(subject.execution);
        self.seeds(runs, |seed| {
            let subject = subject.clone();
            let world = self.world(subject.execution, subject.limits, seed);
            on_a_thread(&self.name, world, move |world| {
                let mut run = SubscriberRun::new(world, &subject);
                play(&mut run);
                run.finish()
            })
        })
    }

    fn processor(&self, subject: &ProcessorUnderTest, play: fn(&mut ProcessorRun<'_>)) -> Verdict {
        let execution = subject.publisher.execution;
        let runs = runs_of(execution);
        self.seeds(runs, |seed| {
            let subject = subject.clone();
            let world = self.world(execution, subject.publisher.limits, seed);
            on_a_thread(&self.name, world, move |world| {
                let mut run = ProcessorRun::new(world, &subject);
                play(&mut run);
                run.finish()
            })
        })
    }

    /// Plays with so many seeds, as far as there may be as many, up to the first that fails.
    fn seeds(&self, runs: u64, play: impl Fn(u64) -> Played) -> Verdict {
        let mut remarks = Vec::new();
        let runs = runs.min(self.options.most_seeds.max(1));
        for seed in self.options.seed..self.options.seed.saturating_add(runs) {
            let played = play(seed);
            if !played.breaches.is_empty() {
                return self.failure(seed, played);
            }
            if self.check.advice && remarks.is_empty() {
                let about = self.check.remarks_of(oracle::remarks(&played.log));
                let texts = about.iter().map(|it| format!("§{}: {}", it.rule.id, it.text));
                remarks = texts.collect();
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
