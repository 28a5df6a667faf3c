//! The tracker of offsets against a model that keeps everything.

#[path = "../src/source/tracker.rs"]
mod tracker;

use std::collections::BTreeMap;

use proptest::prelude::*;
use tracker::{Take, Tracker};

/// What became of each offset that was ever taken.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    InFlight,
    Acknowledged,
    Rejected,
}

#[derive(Clone, Debug)]
enum Step {
    /// The next offset, after a gap.
    Take(i64),
    /// One of those in flight.
    Acknowledge(usize),
    Reject(usize),
    /// Fetches again from the first that was rejected; some are no more in the log.
    Replay(Vec<bool>),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..3i64).prop_map(Step::Take),
        3 => any::<usize>().prop_map(Step::Acknowledge),
        1 => any::<usize>().prop_map(Step::Reject),
        1 => prop::collection::vec(prop::bool::weighted(0.9), 1..8).prop_map(Step::Replay),
    ];
    prop::collection::vec(step, 0..200)
}

/// The offset before which everything is acknowledged, counted from the start.
fn position(fates: &BTreeMap<i64, Fate>) -> Option<i64> {
    let open = fates.iter().find(|(_, fate)| **fate != Fate::Acknowledged);
    open.map(|(&offset, _)| offset).or(fates.keys().last().map(|&last| last + 1))
}

fn in_flight(fates: &BTreeMap<i64, Fate>) -> Vec<i64> {
    let in_flight = fates.iter().filter(|(_, fate)| **fate == Fate::InFlight);
    in_flight.map(|(&offset, _)| offset).collect()
}

proptest! {
    #[test]
    fn it_knows_what_may_be_committed_and_what_is_to_come_again(steps in steps()) {
        let mut tracker = Tracker::new(1000);
        let mut fates = BTreeMap::new();
        let mut next = 0;
        for step in steps {
            let open = in_flight(&fates);
            match step {
                Step::Take(gap) => {
                    next += gap;
                    prop_assert_eq!(tracker.take(next), Take::Deliver);
                    fates.insert(next, Fate::InFlight);
                    next += 1;
                }
                Step::Acknowledge(which) if !open.is_empty() => {
                    let offset = open[which % open.len()];
                    prop_assert!(!tracker.acknowledge(offset));
                    fates.insert(offset, Fate::Acknowledged);
                }
                Step::Reject(which) if !open.is_empty() => {
                    let offset = open[which % open.len()];
                    tracker.reject(offset);
                    prop_assert!(tracker.is_rejected());
                    fates.insert(offset, Fate::Rejected);
                }
                Step::Replay(kept) => {
                    let rejected = fates.iter().find(|(_, fate)| **fate == Fate::Rejected);
                    let first = rejected.map(|(&offset, _)| offset);
                    prop_assert_eq!(tracker.first_rejected(), first);
                    tracker.replay(first);
                    let Some(first) = first else { continue };
                    let log: Vec<i64> = fates.range(first..).map(|(&offset, _)| offset).collect();
                    for (&offset, &kept) in log.iter().zip(kept.iter().cycle()) {
                        let rejected = fates[&offset] == Fate::Rejected;
                        if kept {
                            let take = tracker.take(offset);
                            prop_assert_eq!(take == Take::DeliverAgain, rejected);
                            prop_assert!(rejected || take == Take::Skip);
                            if rejected {
                                fates.insert(offset, Fate::InFlight);
                            }
                        } else if rejected {
                            fates.insert(offset, Fate::Acknowledged); // lost to retention
                        }
                    }
                    // What comes behind tells that the rest is gone.
                    prop_assert_eq!(tracker.take(next), Take::Deliver);
                    fates.insert(next, Fate::InFlight);
                    next += 1;
                    prop_assert!(!tracker.is_replaying());
                }
                Step::Acknowledge(_) | Step::Reject(_) => {}
            }
            prop_assert_eq!(tracker.position(), position(&fates));
            for offset in in_flight(&fates) {
                let first = position(&fates).unwrap_or_default();
                let before = fates.range(first..offset).last().map(|(&before, _)| before);
                prop_assert!(tracker.follows(before, offset));
                prop_assert!(!tracker.follows(Some(offset), offset));
            }
            prop_assert_eq!(tracker.in_flight(), in_flight(&fates).len());
            prop_assert_eq!(tracker.next(), fates.keys().last().map(|&last| last + 1));
        }
    }
}

#[test]
fn an_offset_is_settled_once() {
    let mut tracker = Tracker::new(10);
    assert_eq!(tracker.take(5), Take::Deliver);
    assert_eq!(tracker.take(6), Take::Deliver);
    assert!(!tracker.acknowledge(5));
    tracker.reject(5);
    assert_eq!(
        (tracker.position(), tracker.in_flight(), tracker.is_rejected()),
        (Some(6), 1, false)
    );
}

#[test]
fn there_is_room_when_the_first_is_acknowledged() {
    let mut tracker = Tracker::new(4);
    for offset in 0..4 {
        assert_eq!(tracker.room(), 4 - usize::try_from(offset).unwrap());
        assert_eq!(tracker.take(offset), Take::Deliver);
    }
    assert_eq!(tracker.room(), 0);
    assert!(!tracker.acknowledge(1), "the first is not");
    assert!(tracker.acknowledge(0), "two are");
    assert_eq!(tracker.room(), 2);
}

#[test]
fn a_log_that_goes_back_is_another_one() {
    let mut tracker = Tracker::new(4);
    assert_eq!(tracker.take(7), Take::Deliver);
    assert_eq!(tracker.take(0), Take::Backwards);
}
