//! range → map → filter → fold with unbounded demand.

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;

use crate::work::{mapped, mix, wanted};

#[cfg(feature = "peers")]
pub(crate) use peers::scenario;

/// The work by hand, and so the right result.
pub fn looped(n: u64) -> u64 {
    let mut total = 0;
    for x in 0..n {
        let x = mapped(x);
        if wanted(&x) {
            total = mix(total, x);
        }
    }
    total
}

pub fn fused(n: u64) -> u64 {
    folded(range(0..n))
}

pub fn unfused(n: u64) -> u64 {
    folded(range(0..n).hide())
}

fn folded(numbers: impl Publisher<Item = u64, Error: std::fmt::Debug>) -> u64 {
    numbers.map(mapped).filter(wanted).fold(0, mix).block().expect("a range does not fail")
}

#[cfg(feature = "peers")]
mod peers {
    use futures::executor::block_on;
    use futures::future::ready;
    use futures::stream::{self, StreamExt};
    use rxrust::prelude::*;

    use super::{fused, looped, unfused};
    use crate::harness::Scenario;
    use crate::work::{mapped, mix, mix_ready, wanted};

    pub(crate) fn scenario() -> Scenario {
        Scenario::new("S1", "range → map → filter → fold, unbounded", 1_000_000, looped)
            .limit("loop", looped)
            .limit("iterator", iterator)
            .ours("", fused)
            .ours("unfused", unfused)
            .peer("futures", "", futures_stream)
            .peer("tokio-stream", "", tokio_stream)
            .peer("rxrust", "local", rxrust_local)
            .peer("rxrust", "shared", rxrust_shared)
    }

    fn iterator(n: u64) -> u64 {
        (0..n).map(mapped).filter(wanted).fold(0, mix)
    }

    fn futures_stream(n: u64) -> u64 {
        let numbers = stream::iter(0..n).map(mapped).filter(|x| ready(wanted(x)));
        block_on(numbers.fold(0, mix_ready))
    }

    fn tokio_stream(n: u64) -> u64 {
        use tokio_stream::StreamExt;
        let numbers = StreamExt::map(stream::iter(0..n), mapped);
        block_on(StreamExt::fold(StreamExt::filter(numbers, wanted), 0, mix))
    }

    fn rxrust_local(n: u64) -> u64 {
        let mut result = 0;
        Local::from_iter(0..n)
            .map(mapped)
            .filter(wanted)
            .reduce_initial(0, mix)
            .subscribe(|it| result = it);
        result
    }

    fn rxrust_shared(n: u64) -> u64 {
        let mut result = 0;
        Shared::from_iter(0..n)
            .map(mapped)
            .filter(wanted)
            .reduce_initial(0, mix)
            .subscribe(|it| result = it);
        result
    }
}
