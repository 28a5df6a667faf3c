//! map_async: futures that are ready at once, one or four in flight.

use std::future::ready;
use std::num::NonZeroUsize;

use reactive_streams_operators::engine::Panicked;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::ImmediateScheduler;

use crate::work::{mapped, mix};

#[cfg(feature = "peers")]
pub(crate) use peers::scenario;

const FOUR: NonZeroUsize = NonZeroUsize::new(4).unwrap();

pub fn one(n: u64) -> u64 {
    ours(n, NonZeroUsize::MIN)
}

pub fn four(n: u64) -> u64 {
    ours(n, FOUR)
}

fn ours(n: u64, limit: NonZeroUsize) -> u64 {
    let numbers = range(0..n).fallible::<Panicked>();
    let values = numbers.map_async(limit, &ImmediateScheduler::new(), |x| ready(mapped(x)));
    values.fold(0, mix).block().expect("no future panics")
}

pub fn unordered(n: u64) -> u64 {
    let numbers = range(0..n).fallible::<Panicked>();
    let values =
        numbers.map_async_unordered(FOUR, &ImmediateScheduler::new(), |x| ready(mapped(x)));
    values.fold(0, mix).block().expect("no future panics")
}

#[cfg(feature = "peers")]
mod peers {
    use std::future::ready;

    use futures::executor::block_on;
    use futures::stream::{self, StreamExt};

    use super::{four, one, unordered};
    use crate::harness::Scenario;
    use crate::work::{mapped, mix, mix_ready};

    pub(crate) fn scenario() -> Scenario {
        Scenario::new("E15", "map_async, one or four in flight", 200_000, looped)
            .limit("loop", looped)
            .ours("1", one)
            .ours("4", four)
            .ours("4, unordered", unordered)
            .peer("futures", "then", futures_then)
            .peer("futures", "buffered(1)", |n| futures_buffered(n, 1))
            .peer("futures", "buffered(4)", |n| futures_buffered(n, 4))
            .peer("futures", "buffer_unordered(4)", futures_unordered)
    }

    fn looped(n: u64) -> u64 {
        (0..n).map(mapped).fold(0, mix)
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
}
