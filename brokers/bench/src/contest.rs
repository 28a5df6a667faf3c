//! Ours and the plain client in turns.

use std::fmt::Write;

use reactive_streams_benches::harness::{Cost, median};

use crate::Outcome;
use crate::work::Work;

/// Runs the work once, and tells what it has cost.
pub(crate) type Run = Box<dyn FnMut() -> Outcome<Cost>>;

/// The same work for both.
pub(crate) struct Contest {
    pub(crate) title: &'static str,
    pub(crate) work: Work,
    pub(crate) ours: Run,
    pub(crate) plain: Run,
}

/// What the rounds have cost.
pub(crate) struct Score {
    title: &'static str,
    work: Work,
    rounds: Vec<Round>,
}

struct Round {
    ours: Cost,
    plain: Cost,
}

impl Contest {
    /// So many rounds after one that is not counted; who begins, changes.
    pub(crate) fn run(mut self, rounds: usize) -> Outcome<Score> {
        let mut counted = Vec::with_capacity(rounds);
        for round in 0..=rounds {
            let (ours, plain) = if round % 2 == 0 {
                let ours = (self.ours)()?;
                (ours, (self.plain)()?)
            } else {
                let plain = (self.plain)()?;
                ((self.ours)()?, plain)
            };
            if round > 0 {
                counted.push(Round { ours, plain });
            }
        }
        Ok(Score { title: self.title, work: self.work, rounds: counted })
    }
}

impl Score {
    fn row(&self) -> String {
        let median = |of: &dyn Fn(&Round) -> f64| median(self.rounds.iter().map(of));
        let elements = self.work.elements as f64;
        let (wall, cpu) = (|it: &Cost| it.wall.as_secs_f64(), |it: &Cost| it.cpu.as_secs_f64());
        let (ours, plain) = (median(&|it| wall(&it.ours)), median(&|it| wall(&it.plain)));
        let (ours_cpu, plain_cpu) = (median(&|it| cpu(&it.ours)), median(&|it| cpu(&it.plain)));
        let speeds = self.rounds.iter().map(|it| wall(&it.plain) / wall(&it.ours));
        let (least, most) =
            speeds.fold((f64::MAX, 0.0_f64), |(least, most), it| (least.min(it), most.max(it)));
        let per_second = |seconds: f64| elements / seconds / 1e3;
        let micros = |seconds: f64| seconds / elements * 1e6;
        format!(
            "| {} | {} | {:.1} | {:.1} | **{:.0} %** | {:.0}–{:.0} % | {:.2} | {:.2} | {:.0} % |",
            self.title,
            self.work.size(),
            per_second(ours),
            per_second(plain),
            100.0 * plain / ours,
            100.0 * least,
            100.0 * most,
            micros(ours_cpu),
            micros(plain_cpu),
            100.0 * ours_cpu / plain_cpu,
        )
    }
}

/// All of them, for people.
pub(crate) fn table(scores: &[Score]) -> String {
    let mut text =
        "| | size | ours, thousand/s | plain, thousand/s | speed of ours | in single rounds \
                    | ours, CPU µs | plain, CPU µs | CPU of ours |\n\
                    |---|--:|--:|--:|--:|--:|--:|--:|--:|\n"
            .to_owned();
    for score in scores {
        writeln!(text, "{}", score.row()).expect("a string can be written to");
    }
    text
}
