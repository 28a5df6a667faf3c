//! Tests of `Capacity`.
#![allow(clippy::unwrap_used)] // also in helpers

use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

use proptest::prelude::*;
use reactive_streams_operators::operator::{Capacity, Rate};
use rstest::rstest;

fn per_second(elements: u32) -> Rate {
    Rate::per_second(NonZeroU32::new(elements).unwrap())
}

#[rstest]
#[case::as_many_as_are_taken_meanwhile(2_000, Duration::from_millis(50), 100, false)]
#[case::not_one_more(1_000, Duration::from_micros(2_999), 2, false)]
#[case::just_one(1_000, Duration::from_millis(1), 1, false)]
#[case::at_least_one(1_000, Duration::from_micros(999), 1, true)]
#[case::without_any_budget(1_000, Duration::ZERO, 1, true)]
#[case::faster_than_the_clock(u32::MAX, Duration::from_nanos(3), 3, false)]
#[case::for_ever(u32::MAX, Duration::MAX, usize::MAX, false)]
fn how_many(
    #[case] rate: u32,
    #[case] budget: Duration,
    #[case] elements: usize,
    #[case] exceeds: bool,
) {
    let capacity = Capacity::for_latency(per_second(rate), budget);
    assert_eq!(capacity.elements().get(), elements);
    assert_eq!(capacity.exceeds_budget(), exceeds);
    assert_eq!(capacity.budget(), Some(budget));
}

#[test]
fn what_may_come_at_once_does_not_count() {
    let rate = per_second(1_000);
    let bursts = rate.burst(NonZeroU32::new(50).unwrap());
    let budget = Duration::from_millis(20);
    assert_eq!(Capacity::for_latency(bursts, budget), Capacity::for_latency(rate, budget));
}

#[test]
fn a_number_has_no_budget() {
    let seven = NonZeroUsize::new(7).unwrap();
    let capacity = Capacity::from(seven);
    assert_eq!(NonZeroUsize::from(capacity), seven);
    assert_eq!(capacity.budget(), None);
    assert_eq!(capacity.longest_wait(), None);
    assert!(!capacity.exceeds_budget());
}

proptest! {
    #[test]
    fn one_more_would_be_too_many(rate in 1u32..5_000_000, budget in 0u64..10_000_000_000) {
        let (rate, budget) = (per_second(rate), Duration::from_nanos(budget));
        let capacity = Capacity::for_latency(rate, budget);
        let longest = capacity.longest_wait().unwrap();
        prop_assert_eq!(longest.as_nanos(), rate.interval().as_nanos() * capacity.elements().get() as u128);
        prop_assert!(longest + rate.interval() > budget);
        prop_assert_eq!(capacity.exceeds_budget(), longest > budget);
    }
}
