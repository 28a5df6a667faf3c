//! Tests of `strict_lanes` and `weighted_lanes`: shares, starvation, bounds. What they have in common with other
//! gatherings is in `tests/gathered`.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::num::NonZeroU32;
use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::collection::vec;
use proptest::prelude::*;
use reactive_streams::Publisher;
use reactive_streams_operators::operator::Lane;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{once, range, strict_lanes, weighted_lanes};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};
use support::capacity;

/// The number of its lane, and its number in that.
type Item = (usize, u64);

/// Lanes by hand, and what has gone through them.
struct Lanes {
    capacities: Vec<usize>,
    lanes: Vec<TestPublisher<Item, &'static str>>,
    downstream: TestSubscriber<Item, &'static str>,
    sent: Vec<u64>,
    given: Vec<u64>,
}

impl Lanes {
    fn new(capacities: &[usize]) -> Self {
        let zero = vec![0; capacities.len()];
        Self {
            capacities: capacities.to_vec(),
            lanes: capacities.iter().map(|_| TestPublisher::new()).collect(),
            downstream: TestSubscriber::with_initial_demand(0),
            sent: zero.clone(),
            given: zero,
        }
    }

    fn strict(capacities: &[usize]) -> Self {
        let this = Self::new(capacities);
        strict_lanes(this.lanes()).subscribe(this.downstream.subscriber());
        this
    }

    /// A weight and a capacity for each.
    fn weighted(lanes: &[(u32, usize)]) -> Self {
        let (weights, capacities): (Vec<_>, Vec<_>) = lanes.iter().copied().unzip();
        let this = Self::new(&capacities);
        let weighted = this.lanes().zip(weights).map(|(lane, n)| lane.weight(weight(n)));
        weighted_lanes(weighted.collect::<Vec<_>>()).subscribe(this.downstream.subscriber());
        this
    }

    fn lanes(
        &self,
    ) -> impl Iterator<Item = Lane<impl Publisher<Item = Item, Error = &'static str>>> {
        let lane =
            |(lane, n): (&TestPublisher<_, _>, &usize)| Lane::new(lane.publisher(), capacity(*n));
        self.lanes.iter().zip(&self.capacities).map(lane)
    }

    /// Sends as many as are wanted of this lane.
    fn fill(&mut self, lane: usize) {
        while self.sent[lane] < self.lanes[lane].requested() {
            self.send(lane);
        }
    }

    fn fill_all(&mut self) {
        (0..self.lanes.len()).for_each(|lane| self.fill(lane));
    }

    /// Sends one if it is wanted.
    fn offer(&mut self, lane: usize) {
        if self.sent[lane] < self.lanes[lane].requested() {
            self.send(lane);
        }
    }

    fn send(&mut self, lane: usize) {
        self.lanes[lane].next((lane, self.sent[lane]));
        self.sent[lane] += 1;
    }

    fn waiting(&self, lane: usize) -> u64 {
        self.sent[lane] - self.given[lane]
    }

    /// Takes one: of which lane it was, after what holds for each has been checked.
    fn take(&mut self) -> Option<usize> {
        self.downstream.request(1);
        let taken = self.downstream.take_values();
        let (lane, number) = *taken.first()?;
        assert_eq!(taken.len(), 1);
        assert_eq!(number, self.given[lane], "out of order in its lane");
        self.given[lane] += 1;
        for (lane, capacity) in self.capacities.iter().enumerate() {
            let bound = self.given[lane] + *capacity as u64;
            assert!(self.lanes[lane].requested() <= bound, "more requested than may wait");
        }
        Some(lane)
    }

    /// From which lanes so many come, all of them being full all the time.
    fn take_full(&mut self, count: usize) -> Vec<usize> {
        let one = |_| {
            self.fill_all();
            self.take().unwrap()
        };
        (0..count).map(one).collect()
    }
}

fn weight(n: u32) -> NonZeroU32 {
    NonZeroU32::new(n).unwrap()
}

#[test]
fn a_later_lane_waits_for_the_earlier_ones() {
    let mut lanes = Lanes::strict(&[2, 4]);
    assert_eq!(lanes.take_full(9), [0; 9]);
    lanes.lanes[0].complete();
    assert_eq!((lanes.take(), lanes.take()), (Some(0), Some(1)));
}

#[test]
fn an_element_that_comes_overtakes_those_of_later_lanes() {
    let mut lanes = Lanes::strict(&[2, 4]);
    lanes.fill(1);
    assert_eq!(lanes.take(), Some(1));
    lanes.send(0);
    assert_eq!((lanes.take(), lanes.take()), (Some(0), Some(1)));
}

/// The ideal begins with both at once, and would be done with the first one first.
#[test]
fn two_lanes_are_mixed_evenly() {
    let mut lanes = Lanes::weighted(&[(3, 8), (1, 8)]);
    assert_eq!(lanes.take_full(8), [0, 1, 0, 0, 0, 1, 0, 0]);
}

#[test]
fn a_lane_with_a_small_share_is_replenished_by_itself() {
    let mut lanes = Lanes::weighted(&[(9, 4), (1, 4)]);
    lanes.take_full(30);
    assert_eq!(lanes.given, [27, 3]);
    let nine = (0..9).map(|_| "request 3".to_owned());
    assert_eq!(
        lanes.lanes[0].log(),
        ["request 4".to_owned()].into_iter().chain(nine).collect::<Vec<_>>()
    );
    assert_eq!(lanes.lanes[1].log(), ["request 4", "request 3"]);
}

#[test]
fn a_share_that_was_not_used_is_not_saved_up() {
    let mut lanes = Lanes::weighted(&[(1, 4), (1, 4)]);
    for _ in 0..100 {
        lanes.fill(0);
        assert_eq!(lanes.take(), Some(0));
    }
    let both = lanes.take_full(10);
    assert_eq!(both.iter().filter(|lane| **lane == 1).count(), 5);
}

#[test]
fn the_share_of_a_lane_that_has_completed_goes_to_the_others() {
    let mut lanes = Lanes::weighted(&[(1, 1), (6, 4), (3, 4)]);
    lanes.lanes[0].complete();
    let mut count = [0; 3];
    for _ in 0..90 {
        (1..3).for_each(|lane| lanes.fill(lane));
        count[lanes.take().unwrap()] += 1;
    }
    assert_eq!(count, [0, 60, 30]);
    lanes.lanes[1..].iter().for_each(TestPublisher::complete);
    lanes.downstream.request(8);
    lanes.downstream.assert_complete();
}

#[test]
fn no_lanes_complete_at_once() {
    let downstream = TestSubscriber::<u8, &str>::with_initial_demand(0);
    strict_lanes([(); 0].map(|()| Lane::new(once(1).fallible(), capacity(1))))
        .subscribe(downstream.subscriber());
    downstream.assert_complete();
}

#[test]
fn what_waits_is_dropped_with_the_downstream() {
    let alive = LeakCheck::new();
    let (first, second) = (TestPublisher::new(), TestPublisher::new());
    let downstream = TestSubscriber::<Tracked<u8>, &str>::with_initial_demand(1);
    let lanes = [&first, &second].map(|lane| Lane::new(lane.publisher(), capacity(4)));
    weighted_lanes(lanes.map(|lane| lane.weight(weight(1)))).subscribe(downstream.subscriber());
    (0..3).for_each(|n| first.next(alive.track(n)));
    (0..3).for_each(|n| second.next(alive.track(n)));
    downstream.cancel();
    drop(downstream.take_values());
    alive.assert_no_leaks();
    first.assert_cancelled();
    second.assert_cancelled();
}

#[test]
fn a_downstream_that_panics_ends_all_lanes() {
    let (first, second) = (TestPublisher::new(), TestPublisher::new());
    let downstream =
        TestSubscriber::<u8, &str>::with_initial_demand(2).on_next(|n, _| assert!(*n < 1));
    let lanes = [&first, &second].map(|lane| Lane::new(lane.publisher(), capacity(4)));
    strict_lanes(lanes).subscribe(downstream.subscriber());
    first.next(0);
    let panicked = catch_unwind(AssertUnwindSafe(|| second.next(1)));
    assert!(panicked.is_err());
    first.assert_cancelled();
    second.assert_cancelled();
    assert!(downstream.is_dropped());
}

#[test]
fn lanes_that_can_be_run_again_can_be_as_a_whole() {
    let lanes = [range(0..3), range(10..12)].map(|lane| Lane::new(lane, capacity(2)));
    let strict = strict_lanes(lanes);
    let twice = strict.clone().chain(strict).collect::<Vec<_>>().block();
    assert_eq!(twice.unwrap(), [0, 1, 2, 10, 11, 0, 1, 2, 10, 11]);
}

/// An element that comes into an empty lane waits for its turn, and for that of the one before it at most. The first
/// `full` lanes are full, and each of the others gets an element so long after the last one was taken.
fn waits_for_two_turns(weighted: &[(u32, usize)], full: usize, rests: &[usize], rounds: usize) {
    let sum = weighted.iter().map(|(weight, _)| u64::from(*weight)).sum::<u64>();
    let turns = weighted.iter().map(|(weight, _)| sum.div_ceil(u64::from(*weight)) as usize);
    let turns: Vec<_> = turns.collect();
    let mut lanes = Lanes::weighted(weighted);
    let mut since = vec![0; weighted.len()];
    for now in 0..rounds {
        (0..full).for_each(|lane| lanes.fill(lane));
        for (lane, since) in since.iter_mut().enumerate().skip(full) {
            if lanes.waiting(lane) == 0 && now >= *since {
                lanes.offer(lane);
                *since = now;
            }
        }
        if (0..weighted.len()).all(|lane| lanes.waiting(lane) == 0) {
            continue;
        }
        let lane = lanes.take().unwrap();
        if lane >= full {
            let waited = now + 1 - since[lane];
            assert!(waited <= 2 * turns[lane], "{waited}, and a turn is {}", turns[lane]);
            since[lane] = now + 1 + rests[lane - full];
        }
    }
}

/// What a lane has had in advance counts until the ideal has caught up, also while it is empty.
#[test]
fn who_comes_often_does_not_put_off_who_comes_rarely() {
    let lanes = [1, 5, 5, 5, 100, 1, 20].map(|weight| (weight, 4));
    waits_for_two_turns(&lanes, 4, &[0, 14, 14], 3_000);
}

fn weighted() -> impl Strategy<Value = Vec<(u32, usize)>> {
    vec((1u32..20, 1usize..8), 2..6)
}

/// By how much of an element, times the sum of the weights, the lane has more than its share.
fn ahead(given: u64, of: u64, weight: u32, sum: u64) -> i64 {
    (given * sum) as i64 - (of * u64::from(weight)) as i64
}

proptest! {
    /// All being full, each has its share to within one from the start, to within two between any two
    /// moments, and to within one where there are two.
    #[test]
    fn full_lanes_have_their_shares(lanes in weighted()) {
        let sum = lanes.iter().map(|(weight, _)| u64::from(*weight)).sum::<u64>();
        let order = Lanes::weighted(&lanes).take_full(150);
        let within = if lanes.len() == 2 { 1 } else { 2 } * sum as i64;
        for (lane, (weight, _)) in lanes.iter().enumerate() {
            let mut most = 0;
            let mut least = 0;
            let mut given = 0;
            for (taken, by) in (1..).zip(&order) {
                given += u64::from(*by == lane);
                let ahead = ahead(given, taken, *weight, sum);
                prop_assert!(ahead.unsigned_abs() <= sum, "{} of {}", given, taken);
                most = most.max(ahead);
                least = least.min(ahead);
            }
            prop_assert!(most - least <= within);
        }
    }

    /// However the other lanes come and go, a full one has its share of everything; and so nobody starves.
    #[test]
    fn a_full_lane_is_not_starved(
        lanes in weighted(),
        full in any::<prop::sample::Index>(),
        arrivals in vec(vec(0usize..4, 6), 200),
    ) {
        let full = full.index(lanes.len());
        let sum = lanes.iter().map(|(weight, _)| u64::from(*weight)).sum::<u64>();
        let weight = lanes[full].0;
        let mut lanes = Lanes::weighted(&lanes);
        for (taken, arrivals) in (1..).zip(arrivals) {
            lanes.fill(full);
            for (lane, count) in (0..lanes.lanes.len()).zip(arrivals) {
                (0..count).for_each(|_| lanes.offer(lane));
            }
            lanes.take().unwrap();
            prop_assert!(ahead(lanes.given[full], taken, weight, sum) >= -(sum as i64));
        }
    }

    #[test]
    fn who_comes_now_and_then_does_not_wait_long(
        lanes in weighted(),
        full in any::<prop::sample::Index>(),
        rests in vec(0usize..20, 6),
    ) {
        waits_for_two_turns(&lanes, full.index(lanes.len()), &rests, 200);
    }

    /// What the idle ones leave goes to the others by their shares.
    #[test]
    fn the_share_of_idle_lanes_is_divided(
        lanes in weighted(),
        warm_up in 0usize..40,
    ) {
        let weights: Vec<_> = lanes.iter().map(|(weight, _)| *weight).collect();
        let mut lanes = Lanes::weighted(&lanes);
        lanes.take_full(warm_up);
        let (first, second) = (weights[0], weights[1]);
        while (2..weights.len()).any(|lane| lanes.waiting(lane) > 0) {
            (0..2).for_each(|lane| lanes.fill(lane));
            lanes.take().unwrap();
        }
        let before = lanes.given[0];
        for taken in 1..=100 {
            (0..2).for_each(|lane| lanes.fill(lane));
            lanes.take().unwrap();
            let sum = u64::from(first + second);
            let ahead = ahead(lanes.given[0] - before, taken, first, sum);
            prop_assert!(ahead.unsigned_abs() <= 2 * sum, "{} of {}", lanes.given[0] - before, taken);
        }
    }

    /// Whatever comes, an element is given as long as one waits, and it is of the first lane that has one.
    #[test]
    fn strict_lanes_give_the_first_that_waits(
        capacities in vec(1usize..8, 1..5),
        arrivals in vec(vec(0usize..3, 5), 100),
    ) {
        let mut lanes = Lanes::strict(&capacities);
        for arrivals in arrivals {
            for (lane, count) in (0..capacities.len()).zip(arrivals) {
                (0..count).for_each(|_| lanes.offer(lane));
            }
            let Some(first) = (0..capacities.len()).find(|lane| lanes.waiting(*lane) > 0) else { continue };
            prop_assert_eq!(lanes.take(), Some(first));
        }
    }
}
