//! What a run has shown: a table for people, a line of JSON for machines.

use serde::Serialize;

use crate::account::Account;
use crate::load::Tally;

/// The last line of `--json`.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// With a plan.
    pub planned: Option<Figures>,
    /// Without one.
    pub unbounded: Option<Figures>,
}

/// The figures of one variant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Orders that customers wanted to make; a retry is the same order.
    pub offered: u64,
    /// Orders of which the client has seen 2xx.
    pub accepted: u64,
    /// Of the accepted ones, those in the database.
    pub stored: u64,
    /// Of the accepted ones, those that wait on disk.
    pub spilled: u64,
    /// Orders that were turned away, with 429 or 503.
    pub shed: u64,
    /// Accepted, and neither stored nor spilled.
    pub lost: u64,
    /// Orders stored while the load lasted, of those that the capacity allows.
    pub goodput_ratio: f64,
    /// The median time from when an interactive order was due until it was both answered and stored.
    pub p50_ms: Option<f64>,
    /// The time that 99 of 100 did not exceed.
    pub p99_ms: Option<f64>,
    /// The most memory after the first 10 seconds, over the memory then.
    pub rss_growth_ratio: Option<f64>,
}

/// All that is known of a variant when it is over.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What the load generator has seen.
    pub tally: Tally,
    /// What has become of the orders.
    pub account: Account,
    /// The memory of the service in bytes, at each second from the start.
    pub memory: Vec<u64>,
    /// When the load began, in microseconds since 1970.
    pub began: u64,
    /// How long the load lasted, in seconds.
    pub seconds: f64,
    /// Orders a second that could be stored.
    pub capacity: u32,
    /// After how many seconds the service ended by itself, for it had used too much memory.
    pub died: Option<f64>,
    /// Whether it was killed on purpose, and started again.
    pub killed: bool,
}

/// The memory after so many seconds is what later memory is compared with.
const SETTLED: usize = 10;

/// What was promised of the planned variant.
const MOST_LATENCY_MS: f64 = 100.0;
const LEAST_GOODPUT: f64 = 0.95;
const MOST_GROWTH: f64 = 1.10;

impl Outcome {
    /// The figures of this outcome.
    pub fn figures(&self) -> Figures {
        let Self { tally, account, .. } = self;
        Figures {
            offered: tally.offered,
            accepted: account.accepted,
            stored: account.stored,
            spilled: account.spilled,
            shed: tally.shed,
            lost: account.lost,
            goodput_ratio: rounded(
                account.in_time as f64 / (self.seconds * f64::from(self.capacity)),
            ),
            p50_ms: account.latency(500).map(rounded),
            p99_ms: account.latency(990).map(rounded),
            rss_growth_ratio: self.growth().map(rounded),
        }
    }

    /// A service that was not up for so long has no such figure.
    fn growth(&self) -> Option<f64> {
        let settled = *self.memory.get(SETTLED)?;
        let most = *self.memory[SETTLED..].iter().max()?;
        Some(most as f64 / settled as f64)
    }

    /// What is wrong with the account; empty if every order and every answer is accounted for.
    pub fn faults(&self) -> Vec<String> {
        let Self { tally, account, .. } = self;
        let mut faults = Vec::new();
        let mut check = |fine: bool, what: String| {
            if !fine {
                faults.push(what);
            }
        };
        check(tally.is_balanced(), format!("not every answer is counted: {tally:?}"));
        check(
            tally.accepted == account.accepted,
            format!("{} accepted, {} promises", tally.accepted, account.accepted),
        );
        check(account.lost == 0, format!("{} orders lost", account.lost));
        check(account.duplicates == 0, format!("{} orders stored twice", account.duplicates));
        check(account.strangers == 0, format!("{} orders of nobody", account.strangers));
        check(
            account.is_settled(),
            format!("{} stored and {} spilled", account.stored, account.spilled),
        );
        check(
            tally.without_retry_after == 0,
            format!("{} were not told when to come again", tally.without_retry_after),
        );
        check(account.stored > 0, "nothing was stored".to_owned());
        faults
    }

    /// Which targets of a full run were missed.
    pub fn missed(&self) -> Vec<String> {
        let figures = self.figures();
        let mut missed = Vec::new();
        let mut check = |met: bool, what: String| {
            if !met {
                missed.push(what);
            }
        };
        let p99 = figures.p99_ms;
        check(p99.is_some_and(|ms| ms < MOST_LATENCY_MS), format!("p99 {p99:?} ms"));
        let goodput = figures.goodput_ratio;
        check(goodput >= LEAST_GOODPUT, format!("goodput {goodput}"));
        let growth = figures.rss_growth_ratio;
        check(growth.is_some_and(|ratio| ratio <= MOST_GROWTH), format!("memory × {growth:?}"));
        missed
    }
}

fn rounded(figure: f64) -> f64 {
    (figure * 1000.0).round() / 1000.0
}

/// The outcomes side by side.
pub fn table(outcomes: &[(&str, &Outcome)]) -> String {
    let mut table = line("", outcomes.iter().map(|(name, _)| (*name).to_owned()));
    let mut row = |name: &str, cell: &dyn Fn(&Outcome) -> String| {
        table += &line(name, outcomes.iter().map(|(_, outcome)| cell(outcome)));
    };
    let milliseconds = |ms: Option<f64>| ms.map_or("-".to_owned(), |ms| format!("{ms:.1} ms"));
    let mebibytes = |bytes: u64| format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20));
    let memory_at = |outcome: &Outcome, second: usize| {
        outcome.memory.get(second).map_or("-".to_owned(), |bytes| mebibytes(*bytes))
    };
    row("orders offered", &|o| o.tally.offered.to_string());
    row("  accepted (2xx)", &|o| o.account.accepted.to_string());
    row("    stored", &|o| o.account.stored.to_string());
    row("    spilled: still on disk", &|o| o.account.spilled.to_string());
    row("    lost", &|o| o.account.lost.to_string());
    row("  turned away", &|o| o.tally.shed.to_string());
    row("  without an answer", &|o| o.tally.unanswered.to_string());
    row("stored though its answer was not seen", &|o| o.account.unconfirmed.to_string());
    row("stored twice", &|o| o.account.duplicates.to_string());
    row("requests, retries included", &|o| o.tally.requests.to_string());
    row("  answers 2xx", &|o| o.tally.answers(|status| status / 100 == 2).to_string());
    row("  answers 429", &|o| o.tally.answers(|status| status == 429).to_string());
    row("  answers 503", &|o| o.tally.answers(|status| status == 503).to_string());
    row("  no answer", &|o| o.tally.without_answer.to_string());
    row("interactive, due to answered and stored, p50", &|o| milliseconds(o.account.latency(500)));
    row("                                         p99", &|o| milliseconds(o.account.latency(990)));
    row("                                       p99.9", &|o| milliseconds(o.account.latency(999)));
    row("stored per second, of the capacity", &|o| {
        format!("{:.1} %", o.figures().goodput_ratio * 100.0)
    });
    row("memory after 10 s", &|o| memory_at(o, SETTLED));
    row("memory at most", &|o| mebibytes(o.memory.iter().copied().max().unwrap_or_default()));
    row("ended for want of memory after", &|o| {
        o.died.map_or("-".to_owned(), |seconds| format!("{seconds:.0} s"))
    });
    row("killed, and started again", &|o| if o.killed { "yes" } else { "no" }.to_owned());
    row("generator late at most", &|o| milliseconds(Some(o.tally.latest as f64 / 1000.0)));
    table
}

fn line(name: &str, cells: impl Iterator<Item = String>) -> String {
    let cells: String = cells.map(|cell| format!("{cell:>16}")).collect();
    format!("{name:<46}{cells}\n")
}
