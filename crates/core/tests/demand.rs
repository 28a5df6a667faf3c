//! The arithmetic of `Demand`: it adds up (§3.8), never reaches zero (§3.9) and never overflows
//! (§3.17).

#![expect(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

use reactive_streams::Demand;
use std::num::NonZeroU64;

const MAX: u64 = u64::MAX;

fn demand(n: u64) -> Demand {
    Demand::new(n).unwrap()
}

#[test]
fn is_at_least_one() {
    assert_eq!(Demand::new(0), None);
    for n in [1, 2, 256, i64::MAX as u64, MAX] {
        assert_eq!(Demand::new(n).map(Demand::get), Some(n));
        assert_eq!(Demand::of(n), demand(n));
    }
    assert_eq!(Demand::ONE.get(), 1);
    assert_eq!(Demand::UNBOUNDED.get(), MAX);
}

#[test]
#[should_panic(expected = "§3.9")]
fn of_zero_panics_with_the_rule() {
    let _ = Demand::of(std::hint::black_box(0));
}

#[test]
fn adds_and_saturates() {
    for (one, other, sum) in [
        (1, 1, 2),
        (256, 1, 257),
        (MAX - 2, 1, MAX - 1),
        (MAX - 1, 1, MAX),
        (MAX - 1, 2, MAX),
        (MAX, 1, MAX),
        (MAX, MAX, MAX),
    ] {
        assert_eq!(demand(one).saturating_add(demand(other)).get(), sum, "{one} + {other}");
        assert_eq!(demand(other).saturating_add(demand(one)).get(), sum, "{other} + {one}");
    }
}

#[test]
fn multiplies_and_saturates() {
    for (one, factor, product) in [
        (1, 1, 1),
        (3, 256, 768),
        (MAX / 2, 2, MAX - 1),
        (MAX / 2 + 1, 2, MAX),
        (MAX, 1, MAX),
        (MAX, MAX, MAX),
    ] {
        let factor = NonZeroU64::new(factor).unwrap();
        assert_eq!(demand(one).saturating_mul(factor).get(), product, "{one} × {factor}");
    }
}

/// §3.17 lets demand count as unbounded from 2^63-1 on; this crate counts on to the last number.
#[test]
fn only_the_largest_number_is_unbounded() {
    assert!(Demand::UNBOUNDED.is_unbounded());
    for n in [1, i64::MAX as u64, MAX - 1] {
        assert!(!demand(n).is_unbounded(), "{n}");
    }
}

#[test]
fn orders_as_its_number() {
    assert!(Demand::ONE < demand(2));
    assert!(demand(MAX - 1) < Demand::UNBOUNDED);
}

#[test]
fn converts_without_loss() {
    for n in [NonZeroU64::MIN, NonZeroU64::MAX] {
        assert_eq!(NonZeroU64::from(Demand::from(n)), n);
    }
}

#[test]
fn reads_as_a_number_or_as_unbounded() {
    for (demand, display, debug) in [
        (Demand::ONE, "1", "Demand(1)"),
        (demand(MAX - 1), "18446744073709551614", "Demand(18446744073709551614)"),
        (Demand::UNBOUNDED, "unbounded", "Demand(unbounded)"),
    ] {
        assert_eq!(demand.to_string(), display);
        assert_eq!(format!("{demand:?}"), debug);
    }
    assert_eq!(format!("{:>4}", Demand::ONE), "   1");
}
