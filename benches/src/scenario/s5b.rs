//! Merge of two threads.

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::ThreadScheduler;

use crate::harness::Scenario;
use crate::hop::{Route, with_channels};
use crate::work::{mix, mixed_range};

pub(crate) fn scenario() -> Scenario {
    let scenario = Scenario::new("S5b", "merge of two threads", 200_000, mixed_range);
    with_channels(scenario.threaded().ours("", ours()), Route::Merge(2))
}

fn ours() -> impl FnMut(u64) -> u64 {
    let (a, b) = (ThreadScheduler::new("a"), ThreadScheduler::new("b"));
    move |n| {
        let merged = range(0..n / 2).subscribe_on(&a).merge(range(n / 2..n).subscribe_on(&b));
        merged.fold(0, mix).block().expect("a range does not fail")
    }
}
