//! A full buffer: elements that come, elements that are requested, and the account of both.

use std::num::NonZeroUsize;

use reactive_streams::Demand;
use reactive_streams_operators::operator::{Overflow, OverflowPolicy, OverflowRule};
use reactive_streams_operators::prelude::*;

use std::convert::Infallible;

use super::support::{Emitter, explore, subscribe};

/// Three elements for a place, while one is requested: none is lost without being counted.
fn account<R>(policy: fn() -> OverflowPolicy<R>)
where
    R: OverflowRule<u32, Infallible>,
{
    explore(move || {
        let emitter = Emitter::default();
        let policy = policy();
        let dropped = policy.dropped();
        let (seen, subscription) =
            subscribe(emitter.count(3).on_overflow(NonZeroUsize::MIN, policy));
        subscription.request(Demand::ONE);
        emitter.join();
        let out = seen.elements() as u64;
        assert!(out == 1 && out + dropped.total() <= 3);
        assert_eq!(seen.completed(), usize::from(dropped.total() == 2));
        subscription.request(Demand::of(2));
        assert_eq!(seen.elements() as u64 + dropped.total(), 3);
        assert_eq!((seen.completed(), seen.dropped()), (1, 1));
    });
}

#[test]
fn in_is_out_and_dropped_where_the_newest_goes() {
    account(Overflow::drop_newest);
}

#[test]
fn in_is_out_and_dropped_where_the_oldest_goes() {
    account(Overflow::drop_oldest);
}

#[test]
fn in_is_out_and_dropped_where_the_latest_stays() {
    account(Overflow::keep_latest);
}

#[test]
fn cancel_drops_what_waits() {
    explore(|| {
        let emitter = Emitter::default();
        let waiting = emitter.count(3).on_overflow(NonZeroUsize::MIN, Overflow::drop_newest());
        let (seen, subscription) = subscribe(waiting);
        subscription.cancel();
        emitter.join();
        assert!(emitter.cancelled() <= 1);
        assert_eq!((seen.elements(), seen.dropped()), (0, 1));
    });
}
