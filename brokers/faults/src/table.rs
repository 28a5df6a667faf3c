//! What came of all runs, as a table for people.

use std::fmt::{self, Write};
use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use broker_faults::verify::Verdict;

use crate::role::Client;

const BEGIN: &str = "<!-- the table is made by `just broker-faults --write` -->\n";
const END: &str = "<!-- end of the table -->\n";

/// What came of all runs of a fault with a client.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) client: Option<Client>,
    pub(crate) what: &'static str,
    runs: u64,
    /// How many did not come to their end.
    failed: u64,
    sum: Verdict,
    /// In KiB.
    peak: u64,
    took: Duration,
}

impl Row {
    pub(crate) fn new(client: Client, what: &'static str) -> Self {
        Self { client: Some(client), what, ..Self::default() }
    }

    pub(crate) fn add(&mut self, verdict: &Verdict, peak: u64, took: Duration) {
        let sum = &mut self.sum;
        sum.stored += verdict.stored;
        sum.refused += verdict.refused;
        sum.duplicated += verdict.duplicated;
        sum.pause = sum.pause.max(verdict.pause);
        sum.lost += verdict.lost;
        sum.corrupted += verdict.corrupted;
        sum.unexplained += verdict.unexplained;
        sum.disordered += verdict.disordered;
        sum.premature += verdict.premature;
        sum.uncommitted += verdict.uncommitted;
        self.runs += 1;
        self.peak = self.peak.max(peak);
        self.took += took;
    }

    pub(crate) fn fail(&mut self) {
        self.runs += 1;
        self.failed += 1;
    }

    /// Whether it is what is to be seen: of the plain client nothing is asked.
    pub(crate) fn is_good(&self) -> bool {
        self.failed == 0 && self.sum.is_good() || self.client == Some(Client::Plain)
    }

    pub(crate) fn messages(&self) -> u64 {
        self.sum.stored
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sum = &self.sum;
        let broker = match self.client {
            Some(Client::Kafka) => "Kafka",
            Some(Client::Plain) => "Kafka, `rdkafka` alone",
            Some(Client::Nats) => "NATS",
            None => "",
        };
        let pause = sum.pause.map_or("–".to_owned(), |it| format!("{:.1} s", it.as_secs_f64()));
        let peak = self.peak.div_ceil(1024);
        let took = self.took.as_secs();
        let runs = match self.failed {
            0 => self.runs.to_string(),
            failed => format!("{} ({failed} without an end)", self.runs),
        };
        let otherwise = sum.corrupted + sum.premature + sum.uncommitted;
        write!(f, "| {broker} | {} | {runs} | {} | {} |", self.what, sum.stored, sum.refused)?;
        write!(f, " {} | {} | {} |", sum.lost, sum.duplicated, sum.unexplained)?;
        write!(f, " {} | {otherwise} | {pause} | {peak} MiB | {took} s |", sum.disordered)
    }
}

pub(crate) fn table(rows: &[Row]) -> String {
    let mut table = String::from(
        "| broker | fault | runs | messages | refused | lost | duplicated, allowed | duplicated, not allowed \
         | out of order | otherwise wrong | longest pause | peak of a consumer | took |\n\
         |---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        writeln!(table, "{row}").expect("a string takes everything");
    }
    let messages: u64 = rows.iter().map(Row::messages).sum();
    writeln!(table, "\n{messages} messages in all.").expect("as above");
    table
}

/// Puts the table where the note has it.
pub(crate) fn write(note: &Path, table: &str) -> io::Result<()> {
    let text = fs::read_to_string(note)?;
    let parts =
        text.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let Some((before, after)) = parts else {
        let missing = format!("{} has no place for the table", note.display());
        return Err(io::Error::new(io::ErrorKind::InvalidData, missing));
    };
    fs::write(note, format!("{before}{BEGIN}\n{table}\n{END}{after}"))
}
