//! Who takes what is received.

use std::thread;
use std::time::{Duration, Instant};

use reactive_streams_benches::harness::{Cost, Stopwatch};

use crate::Outcome;
use crate::work::Work;

/// Deals with elements, one after another.
pub(crate) trait Take: Send + 'static {
    /// Deals with an element, and tells whether it wants more.
    fn take(&mut self, payload: &[u8]) -> bool;
}

/// Counts elements, and measures from the first to the last: what it takes to connect, and to join a group, is not
/// in it.
pub(crate) struct Tally {
    work: Work,
    received: u64,
    sum: u64,
    stopwatch: Option<Stopwatch>,
    cost: Option<Cost>,
}

impl Tally {
    pub(crate) fn new(work: Work) -> Self {
        Self { work, received: 0, sum: 0, stopwatch: None, cost: None }
    }

    /// What it has cost, if every element was received once.
    pub(crate) fn finish(self) -> Outcome<Cost> {
        let elements = self.work.elements;
        if self.received != elements || self.sum != elements * (elements - 1) / 2 {
            let received = self.received;
            return Err(format!("{received} of {elements} elements, or not the right ones").into());
        }
        self.cost.ok_or_else(|| "nothing was received".into())
    }
}

impl Take for Tally {
    fn take(&mut self, payload: &[u8]) -> bool {
        if self.received == 0 {
            self.stopwatch = Some(Stopwatch::start());
        }
        self.received += 1;
        self.sum = self.sum.wrapping_add(number(payload));
        let wants_more = self.received < self.work.elements;
        if !wants_more {
            self.cost = self.stopwatch.take().map(Stopwatch::stop);
        }
        wants_more
    }
}

/// The number with which the payload begins; one that is too short has none that would be right.
fn number(payload: &[u8]) -> u64 {
    payload.first_chunk().copied().map_or(u64::MAX, u64::from_le_bytes)
}

/// Takes so many elements in a second, for so long, or until it has had the last one.
pub(crate) struct Pace {
    rate: f64,
    time: Duration,
    most: u64,
    begin: Option<Instant>,
    taken: u64,
}

impl Pace {
    /// Shorter than this it does not sleep: it would sleep too long.
    const LEAST: Duration = Duration::from_millis(1);

    pub(crate) fn new(rate: f64, time: Duration, most: u64) -> Self {
        Self { rate, time, most, begin: None, taken: 0 }
    }

    /// As fast as they come.
    pub(crate) fn unlimited(time: Duration, most: u64) -> Self {
        Self::new(f64::INFINITY, time, most)
    }

    /// How many it has taken.
    pub(crate) fn taken(&self) -> u64 {
        self.taken
    }

    /// How many it has taken in a second, from its first to its last.
    pub(crate) fn rate(&self) -> f64 {
        self.begin.map_or(0.0, |begin| self.taken as f64 / begin.elapsed().as_secs_f64())
    }
}

impl Take for Pace {
    fn take(&mut self, _: &[u8]) -> bool {
        let since = self.begin.get_or_insert_with(Instant::now).elapsed();
        self.taken += 1;
        let due = Duration::from_secs_f64(self.taken as f64 / self.rate);
        if let Some(early) = due.checked_sub(since).filter(|early| *early >= Self::LEAST) {
            thread::sleep(early);
        }
        since < self.time && self.taken < self.most
    }
}
