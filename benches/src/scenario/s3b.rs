//! A thousand ranges of a thousand, flattened.

use std::convert::Infallible;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;

use super::s3a::CONCURRENCY;
use crate::work::mix;

#[cfg(feature = "peers")]
pub(crate) use peers::scenario;

/// How long the inner ranges are.
const INNER: u64 = 1000;

pub fn fused(n: u64) -> u64 {
    flattened(range(0..n / INNER))
}

pub fn unfused(n: u64) -> u64 {
    flattened(range(0..n / INNER).hide())
}

fn flattened(outer: impl Publisher<Item = u64, Error = Infallible>) -> u64 {
    let values = outer.flat_map(CONCURRENCY, |x| range(x..x + INNER));
    values.fold(0, mix).block().expect("a range does not fail")
}

/// The inner publishers, too, have to be subscribed.
pub fn inner_unfused(n: u64) -> u64 {
    let values = range(0..n / INNER).hide().flat_map(CONCURRENCY, |x| range(x..x + INNER).hide());
    values.fold(0, mix).block().expect("a range does not fail")
}

pub fn concat_fused(n: u64) -> u64 {
    concatenated(range(0..n / INNER))
}

pub fn concat_unfused(n: u64) -> u64 {
    concatenated(range(0..n / INNER).hide())
}

fn concatenated(outer: impl Publisher<Item = u64, Error = Infallible>) -> u64 {
    let values = outer.concat_map(|x| range(x..x + INNER));
    values.fold(0, mix).block().expect("a range does not fail")
}

#[cfg(feature = "peers")]
mod peers {
    use futures::executor::block_on;
    use futures::stream::{self, StreamExt};
    use rxrust::prelude::*;

    use super::{INNER, concat_fused, concat_unfused, fused, inner_unfused, unfused};
    use crate::harness::Scenario;
    use crate::work::{mix, mix_ready};

    pub(crate) fn scenario() -> Scenario {
        Scenario::new("S3b", "flatten a thousand ranges of a thousand", 1_000_000, looped)
            .limit("loop", looped)
            .limit("iterator flat_map", iterator)
            .ours("", fused)
            .ours("unfused", unfused)
            .ours("unfused, and the inner ones too", inner_unfused)
            .ours("concat_map", concat_fused)
            .ours("concat_map, unfused", concat_unfused)
            .peer("futures", "flat_map", futures_flat_map)
            .peer("futures", "flat_map of boxed", futures_boxed)
            .peer("futures", "flat_map_unordered(256)", futures_unordered)
            .peer("rxrust", "local flat_map", rxrust_local)
            .peer("rxrust", "shared flat_map", rxrust_shared)
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

    fn iterator(n: u64) -> u64 {
        (0..n / INNER).flat_map(|x| x..x + INNER).fold(0, mix)
    }

    fn futures_flat_map(n: u64) -> u64 {
        let values = stream::iter(0..n / INNER).flat_map(|x| stream::iter(x..x + INNER));
        block_on(values.fold(0, mix_ready))
    }

    fn futures_boxed(n: u64) -> u64 {
        let values = stream::iter(0..n / INNER).flat_map(|x| stream::iter(x..x + INNER).boxed());
        block_on(values.fold(0, mix_ready))
    }

    fn futures_unordered(n: u64) -> u64 {
        let outer = stream::iter(0..n / INNER);
        let values = outer.flat_map_unordered(256, |x| stream::iter(x..x + INNER));
        block_on(values.fold(0, mix_ready))
    }

    fn rxrust_local(n: u64) -> u64 {
        let mut result = 0;
        Local::from_iter(0..n / INNER)
            .flat_map(|x| Local::from_iter(x..x + INNER))
            .reduce_initial(0, mix)
            .subscribe(|it| result = it);
        result
    }

    fn rxrust_shared(n: u64) -> u64 {
        let mut result = 0;
        Shared::from_iter(0..n / INNER)
            .flat_map(|x| Shared::from_iter(x..x + INNER))
            .reduce_initial(0, mix)
            .subscribe(|it| result = it);
        result
    }
}
