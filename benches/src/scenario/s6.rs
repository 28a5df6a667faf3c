//! zip of two ranges.

use std::convert::Infallible;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;

use crate::work::mix;

#[cfg(feature = "peers")]
pub(crate) use peers::scenario;

/// What is done with a pair.
fn product((x, y): (u64, u64)) -> u64 {
    x ^ y.wrapping_mul(3)
}

pub fn fused(n: u64) -> u64 {
    zipped(range(0..n), range(1..n + 1))
}

pub fn unfused(n: u64) -> u64 {
    zipped(range(0..n).hide(), range(1..n + 1).hide())
}

fn zipped<A, B>(left: A, right: B) -> u64
where
    A: Publisher<Item = u64, Error = Infallible>,
    B: Publisher<Item = u64, Error = Infallible>,
{
    left.zip(right).map(product).fold(0, mix).block().expect("a range does not fail")
}

#[cfg(feature = "peers")]
mod peers {
    use futures::executor::block_on;
    use futures::stream::{self, StreamExt};
    use rxrust::prelude::*;

    use super::{fused, product, unfused};
    use crate::harness::Scenario;
    use crate::work::{mix, mix_ready};

    pub(crate) fn scenario() -> Scenario {
        Scenario::new("S6", "zip of two ranges", 1_000_000, looped)
            .limit("loop", looped)
            .limit("iterator", iterator)
            .ours("", fused)
            .ours("unfused", unfused)
            .peer("futures", "", futures_zip)
            .peer("futures", "boxed", futures_boxed)
            .peer("rxrust", "local", rxrust_local)
            .peer("rxrust", "shared", rxrust_shared)
    }

    fn looped(n: u64) -> u64 {
        let mut total = 0;
        for x in 0..n {
            total = mix(total, product((x, x + 1)));
        }
        total
    }

    fn iterator(n: u64) -> u64 {
        (0..n).zip(1..n + 1).map(product).fold(0, mix)
    }

    fn futures_zip(n: u64) -> u64 {
        let pairs = stream::iter(0..n).zip(stream::iter(1..n + 1)).map(product);
        block_on(pairs.fold(0, mix_ready))
    }

    fn futures_boxed(n: u64) -> u64 {
        let pairs = stream::iter(0..n).boxed().zip(stream::iter(1..n + 1).boxed()).map(product);
        block_on(pairs.fold(0, mix_ready))
    }

    fn rxrust_local(n: u64) -> u64 {
        let mut result = 0;
        let pairs = Local::from_iter(0..n).zip(Local::from_iter(1..n + 1)).map(product);
        pairs.reduce_initial(0, mix).subscribe(|it| result = it);
        result
    }

    fn rxrust_shared(n: u64) -> u64 {
        let mut result = 0;
        let pairs = Shared::from_iter(0..n).zip(Shared::from_iter(1..n + 1)).map(product);
        pairs.reduce_initial(0, mix).subscribe(|it| result = it);
        result
    }
}
