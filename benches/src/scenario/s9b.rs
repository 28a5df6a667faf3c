//! Assemble a chain of one value and five operators, subscribe to it, run it.

use std::convert::Infallible;

use reactive_streams::Publisher;
use reactive_streams_operators::once;
use reactive_streams_operators::prelude::*;

use super::s9a::each;
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
    let value = value.map(mapped).filter(small).map(mapped).take(1).map(mapped);
    value.fold(0, mix).block().expect("one value does not fail")
}

/// True of every number here.
pub(super) fn small(x: &u64) -> bool {
    *x < 1 << 40
}

#[cfg(feature = "peers")]
mod peers {
    use std::cell::Cell;
    use std::iter;
    use std::rc::Rc;

    use futures::executor::block_on;
    use futures::future::ready;
    use futures::stream::{self, StreamExt};
    use rxrust::prelude::*;

    use super::super::s9a::each;
    use super::{fused, small, unfused};
    use crate::harness::Scenario;
    use crate::work::{mapped, mix, mix_ready};

    pub(crate) fn scenario() -> Scenario {
        let title = "assemble, subscribe and run one value through five operators";
        Scenario::new("S9b", title, 100_000, looped)
            .limit("loop", looped)
            .limit("iterator", iterator)
            .ours("", fused)
            .ours("unfused", unfused)
            .peer("futures", "", futures_stream)
            .peer("futures", "boxed", futures_boxed)
            .peer("rxrust", "local", rxrust_local)
            .peer("rxrust", "local, boxed", rxrust_boxed)
            .peer("rxrust", "shared", rxrust_shared)
    }

    fn looped(n: u64) -> u64 {
        each(n, |x| {
            let x = mapped(x);
            if small(&x) { mix(0, mapped(mapped(x))) } else { 0 }
        })
    }

    fn iterator(n: u64) -> u64 {
        each(n, |x| {
            let value = iter::once(x).map(mapped).filter(small).map(mapped).take(1).map(mapped);
            value.fold(0, mix)
        })
    }

    fn futures_stream(n: u64) -> u64 {
        each(n, |x| {
            let value = stream::once(ready(x)).map(mapped).filter(|x| ready(small(x)));
            let value = value.map(mapped).take(1).map(mapped);
            block_on(value.fold(0, mix_ready))
        })
    }

    fn futures_boxed(n: u64) -> u64 {
        each(n, |x| {
            let value = stream::once(ready(x)).boxed().map(mapped).boxed();
            let value = value.filter(|x| ready(small(x))).boxed().map(mapped).boxed();
            let value = value.take(1).boxed().map(mapped).boxed();
            block_on(value.fold(0, mix_ready))
        })
    }

    fn rxrust_local(n: u64) -> u64 {
        each(n, |x| {
            let mut result = 0;
            let value = Local::of(x).map(mapped).filter(small).map(mapped).take(1).map(mapped);
            value.reduce_initial(0, mix).subscribe(|it| result = it);
            result
        })
    }

    fn rxrust_boxed(n: u64) -> u64 {
        each(n, |x| {
            let result = Rc::new(Cell::new(0));
            let shared = Rc::clone(&result);
            let value = Local::of(x).box_it().map(mapped).box_it().filter(small).box_it();
            let value = value.map(mapped).box_it().take(1).box_it().map(mapped).box_it();
            value.reduce_initial(0, mix).subscribe(move |it| shared.set(it));
            result.get()
        })
    }

    fn rxrust_shared(n: u64) -> u64 {
        each(n, |x| {
            let mut result = 0;
            let value = Shared::of(x).map(mapped).filter(small).map(mapped).take(1).map(mapped);
            value.reduce_initial(0, mix).subscribe(|it| result = it);
            result
        })
    }
}
