//! A million times a publisher of one value, flattened.

use std::convert::Infallible;
use std::num::NonZeroUsize;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{once, range};

use crate::work::{mapped, mix};

#[cfg(feature = "peers")]
pub(crate) use peers::scenario;

/// How many publishers are flattened at the same time.
pub(super) const CONCURRENCY: NonZeroUsize = NonZeroUsize::new(256).unwrap();

pub fn fused(n: u64) -> u64 {
    flattened(range(0..n))
}

pub fn unfused(n: u64) -> u64 {
    flattened(range(0..n).hide())
}

fn flattened(outer: impl Publisher<Item = u64, Error = Infallible>) -> u64 {
    let values = outer.flat_map(CONCURRENCY, |x| once(mapped(x)));
    values.fold(0, mix).block().expect("a range does not fail")
}

/// The inner publishers, too, have to be subscribed.
pub fn inner_unfused(n: u64) -> u64 {
    let values = range(0..n).hide().flat_map(CONCURRENCY, |x| once(mapped(x)).hide());
    values.fold(0, mix).block().expect("a range does not fail")
}

pub fn concat_fused(n: u64) -> u64 {
    concatenated(range(0..n))
}

pub fn concat_unfused(n: u64) -> u64 {
    concatenated(range(0..n).hide())
}

fn concatenated(outer: impl Publisher<Item = u64, Error = Infallible>) -> u64 {
    let values = outer.concat_map(|x| once(mapped(x)));
    values.fold(0, mix).block().expect("a range does not fail")
}

#[cfg(feature = "peers")]
mod peers {
    use std::iter;

    use futures::executor::block_on;
    use futures::future::ready;
    use futures::stream::{self, StreamExt};

    use super::{concat_fused, concat_unfused, fused, inner_unfused, unfused};
    use crate::harness::Scenario;
    use crate::work::{mapped, mix, mix_ready};

    pub(crate) fn scenario() -> Scenario {
        Scenario::new("S3a", "flatten a million publishers of one value", 1_000_000, looped)
            .limit("loop", looped)
            .limit("iterator flat_map", iterator)
            .ours("", fused)
            .ours("unfused", unfused)
            .ours("unfused, and the inner ones too", inner_unfused)
            .ours("concat_map", concat_fused)
            .ours("concat_map, unfused", concat_unfused)
            .peer("futures", "flat_map", futures_flat_map)
            .peer("futures", "flat_map of boxed", futures_boxed)
            .peer("futures", "then", futures_then)
            .peer("futures", "flat_map_unordered(256)", futures_unordered)
    }

    fn looped(n: u64) -> u64 {
        let mut total = 0;
        for x in 0..n {
            total = mix(total, mapped(x));
        }
        total
    }

    fn iterator(n: u64) -> u64 {
        (0..n).flat_map(|x| iter::once(mapped(x))).fold(0, mix)
    }

    fn futures_flat_map(n: u64) -> u64 {
        let values = stream::iter(0..n).flat_map(|x| stream::once(ready(mapped(x))));
        block_on(values.fold(0, mix_ready))
    }

    fn futures_boxed(n: u64) -> u64 {
        let values = stream::iter(0..n).flat_map(|x| stream::once(ready(mapped(x))).boxed());
        block_on(values.fold(0, mix_ready))
    }

    fn futures_then(n: u64) -> u64 {
        let values = stream::iter(0..n).then(|x| ready(mapped(x)));
        block_on(values.fold(0, mix_ready))
    }

    fn futures_unordered(n: u64) -> u64 {
        let values = stream::iter(0..n).flat_map_unordered(256, |x| stream::once(ready(mapped(x))));
        block_on(values.fold(0, mix_ready))
    }
}
