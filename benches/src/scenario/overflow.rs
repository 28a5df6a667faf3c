//! A buffer with a policy: for a sink that keeps up, and for one that asks for a single element.

use std::convert::Infallible;
use std::num::NonZeroUsize;

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::operator::{DropCounter, Overflow, OverflowPolicy, OverflowRule};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::sink::{BaseSubscriber, Control, Hooks};

use crate::work::mix;

const CAPACITY: NonZeroUsize = NonZeroUsize::new(256).unwrap();

/// Nothing waits.
pub fn kept_up(n: u64) -> u64 {
    let values = range(0..n).hide().on_overflow(CAPACITY, Overflow::drop_oldest());
    values.fold(0, mix).block().expect("a range does not fail")
}

pub fn newest(n: u64) -> u64 {
    full(n, Overflow::drop_newest())
}

pub fn oldest(n: u64) -> u64 {
    full(n, Overflow::drop_oldest())
}

/// Nearly all are left out.
fn full<R: OverflowRule<u64, Infallible>>(n: u64, policy: OverflowPolicy<R, DropCounter>) -> u64 {
    let dropped = policy.dropped();
    range(0..n).hide().on_overflow(CAPACITY, policy).subscribe(BaseSubscriber::new(Single));
    dropped.total()
}

/// Asks for one element.
struct Single;

impl Hooks<u64, Infallible> for Single {
    fn on_subscribe(&mut self, control: &Control) {
        control.request(Demand::ONE);
    }

    fn on_next(&mut self, _: u64, _: &Control) {}
}
