//! Two true hops: through three threads, one element at a time, through buffers of 256.

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::ThreadScheduler;

use super::s4::PREFETCH;
use crate::harness::Scenario;
use crate::hop::{Route, with_channels};
use crate::work::{mix, mixed_range};

pub(crate) fn scenario() -> Scenario {
    let scenario = Scenario::new("S4c", "two hops, through three threads", 200_000, mixed_range);
    with_channels(scenario.threaded().ours("", ours()), Route::Hops(2))
}

fn ours() -> impl FnMut(u64) -> u64 {
    let [a, b, c] = ["a", "b", "c"].map(ThreadScheduler::new);
    move |n| {
        let numbers =
            range(0..n).subscribe_on(&a).publish_on(&b, PREFETCH).publish_on(&c, PREFETCH);
        numbers.fold(0, mix).block().expect("a range does not fail")
    }
}
