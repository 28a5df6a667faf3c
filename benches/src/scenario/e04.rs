//! Flatten ranges of two: more streams than elements are worth.

use std::convert::Infallible;

use futures::executor::block_on;
use futures::stream::{self, StreamExt};
use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;

use super::s3a::CONCURRENCY;
use crate::harness::Scenario;
use crate::work::{mix, mix_ready};

pub(crate) fn scenario() -> Scenario {
    Scenario::new("E04", "flatten ranges of two", 1_000_000, looped)
        .limit("loop", looped)
        .limit("iterator flat_map", |n| (0..n / 2).flat_map(|x| x..x + 2).fold(0, mix))
        .ours("", |n| flattened(range(0..n / 2)))
        .ours("unfused", |n| flattened(range(0..n / 2).hide()))
        .ours("concat_map", |n| concatenated(range(0..n / 2)))
        .ours("concat_map, unfused", |n| concatenated(range(0..n / 2).hide()))
        .ours("flat_map_iter", |n| iterated(range(0..n / 2)))
        .ours("flat_map_iter, unfused", |n| iterated(range(0..n / 2).hide()))
        .peer("futures", "flat_map", futures_flat_map)
        .peer("futures", "flat_map_unordered(256)", futures_unordered)
}

fn looped(n: u64) -> u64 {
    let mut total = 0;
    for x in 0..n / 2 {
        for y in x..x + 2 {
            total = mix(total, y);
        }
    }
    total
}

fn flattened(outer: impl Publisher<Item = u64, Error = Infallible>) -> u64 {
    let values = outer.flat_map(CONCURRENCY, |x| range(x..x + 2));
    values.fold(0, mix).block().expect("a range does not fail")
}

fn concatenated(outer: impl Publisher<Item = u64, Error = Infallible>) -> u64 {
    let values = outer.concat_map(|x| range(x..x + 2));
    values.fold(0, mix).block().expect("a range does not fail")
}

fn iterated(outer: impl Publisher<Item = u64, Error = Infallible>) -> u64 {
    let values = outer.flat_map_iter(|x| x..x + 2);
    values.fold(0, mix).block().expect("a range does not fail")
}

fn futures_flat_map(n: u64) -> u64 {
    let values = stream::iter(0..n / 2).flat_map(|x| stream::iter(x..x + 2));
    block_on(values.fold(0, mix_ready))
}

fn futures_unordered(n: u64) -> u64 {
    let outer = stream::iter(0..n / 2);
    let values = outer.flat_map_unordered(256, |x| stream::iter(x..x + 2));
    block_on(values.fold(0, mix_ready))
}
