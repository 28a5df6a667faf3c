//! Merge of four threads.

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_operators::{merge_all, range};

use crate::harness::Scenario;
use crate::hop::{Route, with_channels};
use crate::work::{mix, mixed_range};

pub(crate) fn scenario() -> Scenario {
    let scenario = Scenario::new("E06", "merge of four threads", 200_000, mixed_range);
    with_channels(scenario.threaded().ours("", ours()), Route::Merge(4))
}

fn ours() -> impl FnMut(u64) -> u64 {
    let threads = ["a", "b", "c", "d"].map(ThreadScheduler::new);
    move |n| {
        let quarters = [0, 1, 2, 3].map(|quarter| {
            let numbers = range(n * quarter / 4..n * (quarter + 1) / 4);
            numbers.subscribe_on(&threads[quarter as usize])
        });
        merge_all(quarters).fold(0, mix).block().expect("a range does not fail")
    }
}
