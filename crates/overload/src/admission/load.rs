use std::time::Duration;

use reactive_streams_operators::operator::Rate;

use super::meter::Meter;

/// How many are in each lane, and how fast they are done.
#[derive(Debug)]
pub(super) struct Load {
    lanes: Vec<Lane>,
    order: Order,
    /// How many are worked on at once.
    parallel: usize,
    /// The time from one that is done to the next, as it was given, and as it is.
    given: f64,
    meter: Meter,
}

#[derive(Debug)]
struct Lane {
    capacity: usize,
    depth: usize,
    weight: f64,
    /// The same of this lane alone: what the others leave to it.
    meter: Meter,
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
        let given = served.interval().as_secs_f64();
        let lane = |(capacity, weight)| Lane {
            capacity,
            depth: 0,
            weight: f64::from(weight),
            meter: Meter::new(given),
            promised: Duration::ZERO,
        };
        Self { lanes: lanes.map(lane).collect(), order, parallel, given, meter: Meter::new(given) }
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

    /// In which time somebody who came now would be done with.
    pub(super) fn time_to_finish(&self, lane: usize) -> Duration {
        let by_all = (self.before(lane) + 1.0).max(self.parallel as f64) * self.meter.interval();
        let own = &self.lanes[lane];
        // Those that come into the other lanes after him are not there yet, but they were so far.
        let by_own = (own.depth as f64 + 1.0) * own.meter.interval();
        seconds(by_all.max(by_own))
    }

    /// How many of those that are there come before somebody who came now.
    fn before(&self, lane: usize) -> f64 {
        let own = &self.lanes[lane];
        match self.order {
            Order::Strict => self.lanes[..=lane].iter().map(|lane| lane.depth as f64).sum(),
            Order::Weighted => {
                let busy = |(index, other): &(usize, &Lane)| *index == lane || other.depth > 0;
                let busy = self.lanes.iter().enumerate().filter(busy);
                let weights: f64 = busy.map(|(_, lane)| lane.weight).sum();
                let by_share = (own.depth as f64 + 1.0) * weights / own.weight - 1.0;
                by_share.min(self.total() as f64)
            }
        }
    }

    /// When somebody is to come again who finds no place now: after those that are there, and after those
    /// that were told so before him.
    pub(super) fn time_to_return(&mut self, lane: usize, now: Duration) -> Duration {
        let interval = seconds(self.meter.interval());
        let after_all = now.saturating_add(self.time_to_finish(lane));
        let own = &mut self.lanes[lane];
        own.promised = after_all.max(own.promised.saturating_add(interval));
        own.promised - now
    }

    pub(super) fn enter(&mut self, lane: usize, now: Duration) {
        let own = &mut self.lanes[lane];
        own.depth += 1;
        own.meter.came(own.depth > self.parallel, now);
        self.meter.came(self.total() > self.parallel, now);
    }

    pub(super) fn leave(&mut self, lane: usize) {
        let own = &mut self.lanes[lane];
        own.depth -= 1;
        own.meter.went(own.depth > self.parallel);
        let (is_empty, total) = (own.depth == 0, self.total());
        self.meter.went(total > self.parallel);
        // Where nobody is, nothing can be learned. What was measured in a bad moment would keep all out for good.
        if total == 0 {
            self.meter = Meter::new(self.given);
        }
        if is_empty {
            self.lanes[lane].meter = Meter::new(self.meter.interval());
        }
    }

    pub(super) fn done(&mut self, lane: usize, now: Duration) {
        self.lanes[lane].meter.done(now);
        self.meter.done(now);
        self.leave(lane);
    }
}

fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}
