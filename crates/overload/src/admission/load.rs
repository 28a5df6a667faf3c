use std::time::Duration;

use reactive_streams_operators::operator::Rate;

/// By how much the past counts less with each that is done: about the last 64 decide.
const MEMORY: f64 = 1.0 - 1.0 / 64.0;

/// For how many that are done the rate counts that was given.
const GIVEN: f64 = 16.0;

/// How many are in each lane, and how fast they are done.
#[derive(Debug)]
pub(super) struct Load {
    lanes: Vec<Lane>,
    order: Order,
    /// How many are worked on at once.
    parallel: f64,
    /// The time from one that is done to the next, as it was given.
    given: f64,
    /// How many were done, and in how many seconds, while more were there than are worked on at once.
    done: f64,
    busy: f64,
    /// Since when more are there than are worked on at once, or when one was done after that.
    since: Option<Duration>,
}

#[derive(Debug)]
struct Lane {
    capacity: usize,
    depth: usize,
    weight: f64,
    /// When it was last said to somebody that he may come again.
    promised: Duration,
}

/// How the lanes are read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Order {
    Strict,
    Weighted,
}

impl Load {
    pub(super) fn new(
        served: Rate,
        parallel: usize,
        order: Order,
        lanes: impl Iterator<Item = (usize, u32)>,
    ) -> Self {
        let lane = |(capacity, weight)| Lane {
            capacity,
            depth: 0,
            weight: f64::from(weight),
            promised: Duration::ZERO,
        };
        let given = served.interval().as_secs_f64();
        Self {
            lanes: lanes.map(lane).collect(),
            order,
            parallel: parallel as f64,
            given,
            done: GIVEN,
            busy: GIVEN * given,
            since: None,
        }
    }

    pub(super) fn depth(&self, lane: usize) -> usize {
        self.lanes[lane].depth
    }

    pub(super) fn is_full(&self, lane: usize) -> bool {
        self.lanes[lane].depth >= self.lanes[lane].capacity
    }

    fn total(&self) -> usize {
        self.lanes.iter().map(|lane| lane.depth).sum()
    }

    /// The time from one that is done to the next, when all are at work.
    fn interval(&self) -> f64 {
        self.busy / self.done
    }

    /// In which time somebody who came now would be done with, if nobody came after him.
    pub(super) fn time_to_finish(&self, lane: usize) -> Duration {
        let own = &self.lanes[lane];
        let before = match self.order {
            Order::Strict => self.lanes[..=lane].iter().map(|lane| lane.depth as f64).sum(),
            Order::Weighted => {
                let busy = |(index, other): &(usize, &Lane)| *index == lane || other.depth > 0;
                let busy = self.lanes.iter().enumerate().filter(busy);
                let weights: f64 = busy.map(|(_, lane)| lane.weight).sum();
                let by_share = (own.depth as f64 + 1.0) * weights / own.weight - 1.0;
                by_share.min(self.total() as f64)
            }
        };
        seconds((before + 1.0).max(self.parallel) * self.interval())
    }

    /// When somebody is to come again who finds no place now: after those that are there, and after those
    /// that were told so before him.
    pub(super) fn time_to_return(&mut self, lane: usize, now: Duration) -> Duration {
        let interval = seconds(self.interval());
        let after_all = now.saturating_add(self.time_to_finish(lane));
        let own = &mut self.lanes[lane];
        own.promised = after_all.max(own.promised.saturating_add(interval));
        own.promised - now
    }

    pub(super) fn enter(&mut self, lane: usize, now: Duration) {
        self.lanes[lane].depth += 1;
        if self.is_saturated() {
            self.since.get_or_insert(now);
        }
    }

    pub(super) fn leave(&mut self, lane: usize) {
        self.lanes[lane].depth -= 1;
        if !self.is_saturated() {
            self.since = None;
        }
        // Nobody is there of whom anything could be learned. What was measured in a bad moment would keep all
        // out for good.
        if self.total() == 0 {
            self.done = GIVEN;
            self.busy = GIVEN * self.given;
        }
    }

    pub(super) fn done(&mut self, lane: usize, now: Duration) {
        if let Some(since) = self.since.replace(now) {
            self.done = self.done * MEMORY + 1.0;
            self.busy = self.busy * MEMORY + now.saturating_sub(since).as_secs_f64();
        }
        self.leave(lane);
    }

    fn is_saturated(&self) -> bool {
        self.total() as f64 > self.parallel
    }
}

fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}
