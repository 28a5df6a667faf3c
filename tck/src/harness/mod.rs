//! The suite as an ordinary test target: `harness = false`, and a `main` of ten lines.

mod arguments;
mod count;

use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use libtest_mimic::{Failed, Trial};

use crate::check::Check;
use crate::report::{CheckReport, ImplementationReport, Report, Verdict};
use crate::run::{Options, full_name, run_check, without_playing};
use crate::suite::Suite;
use arguments::Arguments;

/// Runs the suite as a test target does: call it from `main`, with `harness = false` in the manifest.
///
/// ```no_run
/// # use reactive_streams::{Publisher, Subscriber};
/// # struct Countdown(u64);
/// # impl Publisher for Countdown {
/// #     type Item = u64;
/// #     type Error = std::convert::Infallible;
/// #     fn subscribe<S: Subscriber<u64, Self::Error>>(self, _subscriber: S) {}
/// # }
/// fn main() -> std::process::ExitCode {
///     reactive_streams_tck::main(|suite| {
///         suite.publisher("countdown", |given| Countdown(given.len()));
///     })
/// }
/// ```
///
/// Each check is a test named `implementation::check`. It takes the arguments of a test target
/// (filters, `--list`, `--exact`, `--skip`, …; cargo-nextest uses them too), and in addition
///
/// | argument | variable | |
/// |---|---|---|
/// | `--seed N` | `TCK_SEED` | from which all random choices follow |
/// | `--junit FILE` | `TCK_JUNIT` | writes the verdicts as JUnit XML |
/// | `--json FILE` | `TCK_JSON` | writes them as JSON, see [`Report::to_json`] |
/// | `--record` | `TCK_RECORD=1` | records how many checks were played, in `tck-counts.json` |
///
/// A run without a filter that played nothing fails. Once `tck-counts.json` is there (it belongs in
/// version control), so does one that played fewer checks than were recorded: a capability that
/// is no longer declared, an implementation that was left out.
pub fn main(build: impl FnOnce(&mut Suite)) -> ExitCode {
    let arguments = match Arguments::parse(std::env::args()) {
        Ok(arguments) => arguments,
        Err(complaint) => {
            eprintln!("{complaint}");
            return ExitCode::from(2);
        }
    };
    let mut suite = Suite::new();
    build(&mut suite);
    let suite = Arc::new(suite);
    let target = count::target();
    let options = Options {
        seed: arguments.seed,
        replay: format!("TCK_SEED={{seed}} cargo test --test {target} -- --exact '{{name}}'"),
        ..Options::default()
    };
    let verdicts = Arc::new(Verdicts::default());
    let mut trials = trials(&suite, &options, &verdicts);
    if let Some(trial) = count::trial(&suite, &options, &target) {
        trials.push(trial);
    }
    let conclusion = libtest_mimic::run(&arguments.test, trials);
    if arguments.test.list {
        return conclusion.exit_code();
    }
    let report = verdicts.report(&suite, arguments.is_whole());
    if let Err(complaint) = arguments.write(&report, &suite, &options, &target) {
        eprintln!("{complaint}");
        return ExitCode::FAILURE;
    }
    if arguments.is_whole() {
        print!("{}", report.summary());
        if report.totals().played() == 0 {
            eprintln!("nothing was played: add an implementation, or declare what it can do");
            return ExitCode::FAILURE;
        }
    }
    conclusion.exit_code()
}

/// The verdicts as they come in, from several threads.
#[derive(Default)]
struct Verdicts(Mutex<Vec<(usize, CheckReport)>>);

impl Verdicts {
    fn add(&self, implementation: usize, report: CheckReport) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((implementation, report));
    }

    /// What came in, with the checks that need no playing where everything was asked for.
    fn report(&self, suite: &Suite, whole: bool) -> Report {
        let mut all = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let implementations = suite.implementations().iter().enumerate();
        let reports = implementations.map(|(index, implementation)| {
            let mut verdicts = Vec::new();
            for check in crate::checks::of(implementation.subject.role()) {
                let known = all.iter().position(|(owner, report)| {
                    *owner == index && std::ptr::eq(report.check, check)
                });
                if let Some(known) = known {
                    verdicts.push(all.swap_remove(known).1);
                } else if let (true, Some(verdict)) =
                    (whole, without_playing(implementation, check))
                {
                    verdicts.push(CheckReport { check, verdict });
                }
            }
            ImplementationReport {
                name: implementation.name.clone(),
                role: implementation.subject.role(),
                verdicts,
            }
        });
        Report { implementations: reports.filter(|one| !one.verdicts.is_empty()).collect() }
    }
}

/// A test for each implementation and check, ignored where the check is declined.
fn trials(suite: &Arc<Suite>, options: &Options, verdicts: &Arc<Verdicts>) -> Vec<Trial> {
    let mut trials = Vec::new();
    for (index, implementation) in suite.implementations().iter().enumerate() {
        for check in crate::checks::of(implementation.subject.role()) {
            let settled = without_playing(implementation, check);
            if !matches!(settled, Some(Verdict::Compiler(_))) {
                let name = full_name(&implementation.name, check);
                let player = (Arc::clone(suite), options.clone(), Arc::clone(verdicts));
                let trial = Trial::test(name, move || play(index, check, player));
                trials.push(trial.with_ignored_flag(settled.is_some()));
            }
        }
    }
    trials
}

fn play(
    index: usize,
    check: &'static Check,
    (suite, options, verdicts): (Arc<Suite>, Options, Arc<Verdicts>),
) -> Result<(), Failed> {
    let report = run_check(&suite.implementations()[index], check, &options);
    let result = match &report.verdict {
        Verdict::Failed(failure) => Err(Failed::from(failure.to_string())),
        _ => Ok(()),
    };
    verdicts.add(index, report);
    result
}
