//! Assemble a chain of one value and `map`, subscribe to it, run it.

use std::convert::Infallible;

use reactive_streams::Publisher;
use reactive_streams_operators::once;
use reactive_streams_operators::prelude::*;

use crate::work::{mapped, mix};

#[cfg(feature = "peers")]
pub(crate) use peers::scenario;

pub fn fused(n: u64) -> u64 {
    each(n, |x| ran(once(x)))
}

pub fn unfused(n: u64) -> u64 {
    each(n, |x| ran(once(x).hide()))
}

fn ran(value: impl Publisher<Item = u64, Error = Infallible>) -> u64 {
    value.map(mapped).fold(0, mix).block().expect("one value does not fail")
}

/// Sums up what `n` chains give.
pub(super) fn each(n: u64, mut run: impl FnMut(u64) -> u64) -> u64 {
    let mut total = 0;
    for x in 0..n {
        total = mix(total, run(x));
    }
    total
}

#[cfg(feature = "peers")]
mod peers {
    use std::cell::Cell;
    use std::hint::black_box;
    use std::iter;
    use std::rc::Rc;

    use futures::executor::block_on;
    use futures::future::ready;
    use futures::stream::{self, StreamExt};
    use rxrust::prelude::*;

    use super::{each, fused, unfused};
    use crate::harness::Scenario;
    use crate::work::{mapped, mix, mix_ready};

    pub(crate) fn scenario() -> Scenario {
        Scenario::new("S9a", "assemble, subscribe and run one value through map", 100_000, looped)
            .limit("loop", looped)
            .limit("iterator", iterator)
            .limit("iterator (boxed)", boxed_iterator)
            .ours("", fused)
            .ours("unfused", unfused)
            .peer("futures", "", futures_stream)
            .peer("futures", "boxed", futures_boxed)
            .peer("rxrust", "local", rxrust_local)
            .peer("rxrust", "local, boxed", rxrust_boxed)
            .peer("rxrust", "shared", rxrust_shared)
    }

    fn looped(n: u64) -> u64 {
        each(n, |x| mix(0, mapped(x)))
    }

    fn iterator(n: u64) -> u64 {
        each(n, |x| iter::once(x).map(mapped).fold(0, mix))
    }

    fn boxed_iterator(n: u64) -> u64 {
        each(n, |x| {
            let value: Box<dyn Iterator<Item = u64>> = black_box(Box::new(iter::once(x)));
            let mapped: Box<dyn Iterator<Item = u64>> = black_box(Box::new(value.map(mapped)));
            mapped.fold(0, mix)
        })
    }

    fn futures_stream(n: u64) -> u64 {
        each(n, |x| {
            let value = stream::once(ready(x)).map(mapped);
            block_on(value.fold(0, mix_ready))
        })
    }

    fn futures_boxed(n: u64) -> u64 {
        each(n, |x| {
            let value = stream::once(ready(x)).boxed().map(mapped).boxed();
            block_on(value.fold(0, mix_ready))
        })
    }

    fn rxrust_local(n: u64) -> u64 {
        each(n, |x| {
            let mut result = 0;
            Local::of(x).map(mapped).reduce_initial(0, mix).subscribe(|it| result = it);
            result
        })
    }

    fn rxrust_boxed(n: u64) -> u64 {
        each(n, |x| {
            let result = Rc::new(Cell::new(0));
            let shared = Rc::clone(&result);
            let value = Local::of(x).box_it().map(mapped).box_it();
            value.reduce_initial(0, mix).subscribe(move |it| shared.set(it));
            result.get()
        })
    }

    fn rxrust_shared(n: u64) -> u64 {
        each(n, |x| {
            let mut result = 0;
            Shared::of(x).map(mapped).reduce_initial(0, mix).subscribe(|it| result = it);
            result
        })
    }
}
