//! map_async: futures that are ready at once, one or four in flight.

use std::future::ready;
use std::num::NonZeroUsize;

use futures::executor::block_on;
use futures::stream::{self, StreamExt};
use reactive_streams_operators::engine::Panicked;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::ImmediateScheduler;

use crate::harness::Scenario;
use crate::work::{mapped, mix, mix_ready};

const FOUR: NonZeroUsize = NonZeroUsize::new(4).unwrap();

pub(crate) fn scenario() -> Scenario {
    Scenario::new("E15", "map_async, one or four in flight", 200_000, looped)
        .limit("loop", looped)
        .ours("1", |n| ours(n, NonZeroUsize::MIN))
        .ours("4", |n| ours(n, FOUR))
        .ours("4, unordered", ours_unordered)
        .peer("futures", "then", futures_then)
        .peer("futures", "buffered(1)", |n| futures_buffered(n, 1))
        .peer("futures", "buffered(4)", |n| futures_buffered(n, 4))
        .peer("futures", "buffer_unordered(4)", futures_unordered)
}

fn looped(n: u64) -> u64 {
    (0..n).map(mapped).fold(0, mix)
}

fn ours(n: u64, limit: NonZeroUsize) -> u64 {
    let numbers = range(0..n).fallible::<Panicked>();
    let values = numbers.map_async(limit, &ImmediateScheduler::new(), |x| ready(mapped(x)));
    values.fold(0, mix).block().expect("no future panics")
}

fn ours_unordered(n: u64) -> u64 {
    let numbers = range(0..n).fallible::<Panicked>();
    let values =
        numbers.map_async_unordered(FOUR, &ImmediateScheduler::new(), |x| ready(mapped(x)));
    values.fold(0, mix).block().expect("no future panics")
}

fn futures_then(n: u64) -> u64 {
    block_on(stream::iter(0..n).then(|x| ready(mapped(x))).fold(0, mix_ready))
}

fn futures_buffered(n: u64, limit: usize) -> u64 {
    let values = stream::iter(0..n).map(|x| ready(mapped(x))).buffered(limit);
    block_on(values.fold(0, mix_ready))
}

fn futures_unordered(n: u64) -> u64 {
    let values = stream::iter(0..n).map(|x| ready(mapped(x))).buffer_unordered(4);
    block_on(values.fold(0, mix_ready))
}
