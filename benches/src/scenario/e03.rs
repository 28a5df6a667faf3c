//! Flatten ranges of ten: between S3a with one element each, and S3b with a thousand.

use std::convert::Infallible;

use futures::executor::block_on;
use futures::stream::{self, StreamExt};
use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;

use super::s3a::CONCURRENCY;
use crate::harness::Scenario;
use crate::work::{mix, mix_ready};

/// How long the inner ranges are.
const INNER: u64 = 10;

pub(crate) fn scenario() -> Scenario {
    Scenario::new("E03", "flatten ranges of ten", 1_000_000, looped)
        .limit("loop", looped)
        .limit("iterator flat_map", |n| (0..n / INNER).flat_map(|x| x..x + INNER).fold(0, mix))
        .ours("", |n| flattened(range(0..n / INNER)))
        .ours("unfused", |n| flattened(range(0..n / INNER).hide()))
        .ours("unfused, and the inner ones too", inner_unfused)
        .ours("concat_map", |n| concatenated(range(0..n / INNER)))
        .ours("concat_map, unfused", |n| concatenated(range(0..n / INNER).hide()))
        .peer("futures", "flat_map", futures_flat_map)
        .peer("futures", "flat_map_unordered(256)", futures_unordered)
}

fn looped(n: u64) -> u64 {
    let mut total = 0;
    for x in 0..n / INNER {
        for y in x..x + INNER {
            total = mix(total, y);
        }
    }
    total
}

fn flattened(outer: impl Publisher<Item = u64, Error = Infallible>) -> u64 {
    let values = outer.flat_map(CONCURRENCY, |x| range(x..x + INNER));
    values.fold(0, mix).block().expect("a range does not fail")
}

fn inner_unfused(n: u64) -> u64 {
    let values = range(0..n / INNER).hide().flat_map(CONCURRENCY, |x| range(x..x + INNER).hide());
    values.fold(0, mix).block().expect("a range does not fail")
}

fn concatenated(outer: impl Publisher<Item = u64, Error = Infallible>) -> u64 {
    let values = outer.concat_map(|x| range(x..x + INNER));
    values.fold(0, mix).block().expect("a range does not fail")
}

fn futures_flat_map(n: u64) -> u64 {
    let values = stream::iter(0..n / INNER).flat_map(|x| stream::iter(x..x + INNER));
    block_on(values.fold(0, mix_ready))
}

fn futures_unordered(n: u64) -> u64 {
    let outer = stream::iter(0..n / INNER);
    let values = outer.flat_map_unordered(256, |x| stream::iter(x..x + INNER));
    block_on(values.fold(0, mix_ready))
}
