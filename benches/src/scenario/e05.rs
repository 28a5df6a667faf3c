//! flat_map_iter: an array of four for each element.

use std::convert::Infallible;

use futures::executor::block_on;
use futures::stream::{self, StreamExt};
use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;

use crate::harness::Scenario;
use crate::subscriber::mix_in_batches;
use crate::work::{mix, mix_ready};

pub(crate) fn scenario() -> Scenario {
    Scenario::new("E05", "flat_map_iter to arrays of four", 1_000_000, looped)
        .limit("loop", looped)
        .limit("iterator flat_map", |n| (0..n / 4).flat_map(four).fold(0, mix))
        .ours("", |n| iterated(range(0..n / 4)))
        .ours("unfused", |n| iterated(range(0..n / 4).hide()))
        .ours("one at a time", one_at_a_time)
        .peer("futures", "flat_map", futures_flat_map)
        .peer("futures", "map, flatten", futures_flatten)
}

fn four(x: u64) -> [u64; 4] {
    [x, x + 1, x * 2, x * 3]
}

fn looped(n: u64) -> u64 {
    let mut total = 0;
    for x in 0..n / 4 {
        for y in four(x) {
            total = mix(total, y);
        }
    }
    total
}

fn iterated(numbers: impl Publisher<Item = u64, Error = Infallible>) -> u64 {
    numbers.flat_map_iter(four).fold(0, mix).block().expect("a range does not fail")
}

fn one_at_a_time(n: u64) -> u64 {
    mix_in_batches(range(0..n / 4).flat_map_iter(four), Demand::ONE)
}

fn futures_flat_map(n: u64) -> u64 {
    let values = stream::iter(0..n / 4).flat_map(|x| stream::iter(four(x)));
    block_on(values.fold(0, mix_ready))
}

fn futures_flatten(n: u64) -> u64 {
    let values = stream::iter(0..n / 4).map(|x| stream::iter(four(x))).flatten();
    block_on(values.fold(0, mix_ready))
}
