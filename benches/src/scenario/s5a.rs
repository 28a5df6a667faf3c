//! Merge of four ranges on one thread.

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{merge_all, range};

use crate::work::mix;

#[cfg(feature = "peers")]
pub(crate) use peers::scenario;

pub fn fused(n: u64) -> u64 {
    let merged = merge_all([(); 4].map(|()| range(0..n / 4)));
    merged.fold(0, mix).block().expect("a range does not fail")
}

pub fn unfused(n: u64) -> u64 {
    let merged = merge_all([(); 4].map(|()| range(0..n / 4).hide()));
    merged.fold(0, mix).block().expect("a range does not fail")
}

#[cfg(feature = "peers")]
mod peers {
    use std::hint::black_box;

    use futures::executor::block_on;
    use futures::stream::{self, StreamExt};
    use futures_concurrency::stream::Merge;
    use rxrust::prelude::*;
    use tokio_stream::StreamExt as _;

    use super::{fused, unfused};
    use crate::harness::Scenario;
    use crate::work::{mix, mix_ready};

    pub(crate) fn scenario() -> Scenario {
        Scenario::new("S5a", "merge of four ranges on one thread", 1_000_000, looped)
            .limit("loop", looped)
            .limit("iterator chain", iterator)
            .ours("", fused)
            .ours("unfused", unfused)
            .peer("futures", "select, nested", futures_select)
            .peer("futures", "select_all", futures_select_all)
            .peer("futures-concurrency", "merge", futures_concurrency)
            .peer("tokio-stream", "merge, nested", tokio_merge)
            .peer("rxrust", "local", rxrust_local)
            .peer("rxrust", "shared", rxrust_shared)
    }

    fn looped(n: u64) -> u64 {
        let mut total = 0;
        for _ in 0..4 {
            for x in 0..black_box(n / 4) {
                total = mix(total, x);
            }
        }
        total
    }

    fn iterator(n: u64) -> u64 {
        let quarter = || 0..black_box(n / 4);
        quarter().chain(quarter()).chain(quarter()).chain(quarter()).fold(0, mix)
    }

    fn futures_select(n: u64) -> u64 {
        let quarter = || stream::iter(0..n / 4);
        let merged = stream::select(
            stream::select(quarter(), quarter()),
            stream::select(quarter(), quarter()),
        );
        block_on(StreamExt::fold(merged, 0, mix_ready))
    }

    fn futures_select_all(n: u64) -> u64 {
        let merged = stream::select_all((0..4).map(|_| stream::iter(0..n / 4)));
        block_on(StreamExt::fold(merged, 0, mix_ready))
    }

    fn futures_concurrency(n: u64) -> u64 {
        let merged = [(); 4].map(|()| stream::iter(0..n / 4)).merge();
        block_on(StreamExt::fold(merged, 0, mix_ready))
    }

    fn tokio_merge(n: u64) -> u64 {
        let quarter = || stream::iter(0..n / 4);
        let merged = quarter().merge(quarter()).merge(quarter().merge(quarter()));
        block_on(StreamExt::fold(merged, 0, mix_ready))
    }

    fn rxrust_local(n: u64) -> u64 {
        let mut result = 0;
        let quarter = || Local::from_iter(0..n / 4);
        let merged = quarter().merge(quarter()).merge(quarter().merge(quarter()));
        merged.reduce_initial(0, mix).subscribe(|it| result = it);
        result
    }

    fn rxrust_shared(n: u64) -> u64 {
        let mut result = 0;
        let quarter = || Shared::from_iter(0..n / 4);
        let merged = quarter().merge(quarter()).merge(quarter().merge(quarter()));
        merged.reduce_initial(0, mix).subscribe(|it| result = it);
        result
    }
}
