//! Which checks catch which fault.

mod show;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ScopedJoinHandle};

use reactive_streams_tck::report::Verdict;
use reactive_streams_tck::rule::{RULES, Rule};
use reactive_streams_tck::{Check, Options, Role, Suite, checks, oracle, run};

use crate::fault::{Fault, Kind};
use crate::{controls, corpus};

/// Every fault with the checks that catch it, and every check with the faults that it catches.
#[derive(Debug)]
pub struct Matrix {
    /// In the order of the corpus; the programs that the compiler refuses come last.
    pub faults: Vec<FaultEntry>,
    /// In the order in which the suite runs them.
    pub checks: Vec<CheckEntry>,
    /// The checks that a correct implementation failed, as `implementation::check`.
    pub failing_controls: Vec<String>,
}

/// A fault, and what became of it.
#[derive(Debug)]
pub struct FaultEntry {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// The rules that it breaks.
    pub rules: Vec<&'static str>,
    /// What it does, in a line.
    pub what: &'static str,
    /// Whether the JVM's TCK passes an implementation with this fault.
    pub passes_jvm: bool,
    /// The checks that blame it for one of its rules, and do so every time.
    pub caught_by: Vec<&'static str>,
    /// The rules that it was blamed for although it does not break them.
    pub blamed_for: BTreeSet<&'static str>,
}

/// A check, and the faults that it catches.
#[derive(Debug)]
pub struct CheckEntry {
    /// Its name.
    pub name: &'static str,
    /// The names of the faults.
    pub catches: Vec<&'static str>,
}

/// The name under which the oracle stands among the checks: it judges event logs by itself.
const ORACLE: &str = "oracle";

impl Matrix {
    /// Runs the suite on every fault and on every control.
    pub fn compute(options: &Options) -> Self {
        let (mut faults, failing_controls) = thread::scope(|scope| {
            let controls = scope.spawn(|| failing_controls(options));
            let faults = in_parallel(&corpus(), |fault| put_on_trial(fault, options));
            (faults, joined(controls))
        });
        faults.extend(programs());
        let catches = |name| faults.iter().filter(move |fault| fault.caught_by.contains(&name));
        let checks = all_checks().into_iter().map(|check| CheckEntry {
            name: check.name,
            catches: catches(check.name).map(|fault| fault.name).collect(),
        });
        Self { checks: checks.collect(), faults, failing_controls }
    }

    /// Everything that must not be: empty when the suite can be trusted.
    pub fn problems(&self) -> Vec<String> {
        let uncaught = self.faults.iter().filter(|fault| fault.caught_by.is_empty()).map(|fault| {
            let rules = fault.rules.join(", ");
            if fault.blamed_for.is_empty() {
                format!("nothing catches {}, which breaks §{rules}", fault.name)
            } else {
                format!(
                    "{} breaks §{rules} and is caught only under §{}",
                    fault.name,
                    list(&fault.blamed_for)
                )
            }
        });
        let idle = self.checks.iter().filter(|check| check.catches.is_empty());
        let idle = idle.map(|check| format!("{} catches nothing", check.name));
        let controls = self.failing_controls.iter();
        let controls =
            controls.map(|name| format!("{name} fails, and the implementation is correct"));
        uncaught.chain(idle).chain(controls).collect()
    }
}

fn list(rules: &BTreeSet<&'static str>) -> String {
    rules.iter().copied().collect::<Vec<_>>().join(", ")
}

fn failing_controls(options: &Options) -> Vec<String> {
    let mut suite = Suite::new();
    controls(&mut suite);
    let mut failing = Vec::new();
    for implementation in run(&suite, options).implementations {
        let failed = implementation
            .verdicts
            .iter()
            .filter(|report| matches!(report.verdict, Verdict::Failed(_)));
        failing
            .extend(failed.map(|report| format!("{}::{}", implementation.name, report.check.name)));
    }
    failing
}

/// Runs `work` on each, on two threads for each core, as a fault that hangs only waits; the results
/// come in order.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        while let Some((at, item)) = take_next(&next, items) {
            done.push((at, work(item)));
        }
        done
    };
    let count = 2 * thread::available_parallelism().map_or(1, usize::from);
    let mut results: Vec<(usize, R)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..count).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(joined).collect()
    });
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

fn take_next<'a, T>(next: &AtomicUsize, items: &'a [T]) -> Option<(usize, &'a T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    items.get(at).map(|item| (at, item))
}

/// What the thread came to; its panic is ours.
fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|payload| resume_unwind(payload))
}

fn put_on_trial(fault: &Fault, options: &Options) -> FaultEntry {
    let mut entry = FaultEntry {
        name: fault.name,
        kind: fault.kind,
        rules: fault.rules.to_vec(),
        what: fault.what,
        passes_jvm: fault.passes_jvm,
        caught_by: Vec::new(),
        blamed_for: BTreeSet::new(),
    };
    if let Some(log) = fault.event_log() {
        entry.blame(ORACLE, oracle::judge(&log).iter().map(|breach| breach.rule.id).collect());
        return entry;
    }
    let mut suite = Suite::new();
    fault.add_to(&mut suite);
    for implementation in run(&suite, options).implementations {
        let sure = |check: &Check| {
            let named = fault.surely_caught_by;
            named.contains(&check.name) || (named.is_empty() && !check.races)
        };
        for report in implementation.verdicts.iter().filter(|report| sure(report.check)) {
            entry.blame(report.check.name, blamed(&report.verdict));
        }
    }
    entry
}

/// The rules that are broken according to this verdict, and the advice that is not followed.
fn blamed(verdict: &Verdict) -> Vec<&'static str> {
    match verdict {
        Verdict::Failed(failure) => failure.breaches.iter().map(|breach| breach.rule.id).collect(),
        Verdict::Advisory(remarks) => {
            let is_in = |rule: &&Rule| {
                let mark = format!("§{}:", rule.id);
                remarks.iter().any(|remark| remark.starts_with(&mark))
            };
            RULES.iter().filter(is_in).map(|rule| rule.id).collect()
        }
        _ => Vec::new(),
    }
}

impl FaultEntry {
    fn blame(&mut self, check: &'static str, blamed: Vec<&'static str>) {
        let (right, wrong): (Vec<_>, Vec<_>) =
            blamed.into_iter().partition(|rule| self.rules.contains(rule));
        if !right.is_empty() {
            self.caught_by.push(check);
        }
        self.blamed_for.extend(wrong);
    }
}

/// Every check of every role, each once.
fn all_checks() -> Vec<&'static Check> {
    let mut known = BTreeSet::new();
    let roles = [Role::Publisher, Role::Subscriber, Role::Processor];
    roles.into_iter().flat_map(checks).filter(|check| known.insert(check.name)).collect()
}

/// The programs that the compiler refuses, each caught by the checks that name it.
fn programs() -> Vec<FaultEntry> {
    let mut programs: BTreeMap<&'static str, FaultEntry> = BTreeMap::new();
    for check in all_checks() {
        for &name in check.refused_programs() {
            let program = programs.entry(name).or_insert_with(|| FaultEntry {
                name,
                kind: Kind::Program,
                rules: check.rules.to_vec(),
                what: "does not compile",
                passes_jvm: false,
                caught_by: Vec::new(),
                blamed_for: BTreeSet::new(),
            });
            program.caught_by.push(check.name);
        }
    }
    programs.into_values().collect()
}
