//! What subscribing costs: a chain of ten stages, made, subscribed and dropped for one element.

use std::hint::black_box;

use futures::executor::block_on;
use futures::future::ready;
use futures::stream::{self, StreamExt};
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use rxrust::prelude::*;

use crate::harness::Scenario;
use crate::work::{mapped, mix, mix_ready};

pub(crate) fn scenario() -> Scenario {
    Scenario::new("E11", "subscribe ten stages for one element", 100_000, looped)
        .limit("loop", looped)
        .ours("", |n| each(n, fused))
        .ours("unfused", |n| each(n, unfused))
        .ours("each stage boxed", |n| each(n, boxed))
        .peer("futures", "", |n| each(n, futures_stream))
        .peer("futures", "each stage boxed", |n| each(n, futures_boxed))
        .peer("rxrust", "local", |n| each(n, rxrust_local))
}

fn any(_: &u64) -> bool {
    black_box(true)
}

fn each(n: u64, run: impl Fn(u64) -> u64) -> u64 {
    (0..n).fold(0, |total, x| mix(total, run(black_box(x))))
}

fn looped(n: u64) -> u64 {
    each(n, |x| mix(0, (0..5).fold(x, |x, _| mapped(x))))
}

/// Five times a map and a filter behind it; `$then` is what follows each.
macro_rules! ten_stages {
    ($source:expr, $filter:expr $(, $then:ident)?) => {
        $source
            .map(mapped)$(.$then())?.filter($filter)$(.$then())?
            .map(mapped)$(.$then())?.filter($filter)$(.$then())?
            .map(mapped)$(.$then())?.filter($filter)$(.$then())?
            .map(mapped)$(.$then())?.filter($filter)$(.$then())?
            .map(mapped)$(.$then())?.filter($filter)$(.$then())?
    };
}

fn fused(x: u64) -> u64 {
    let chain = ten_stages!(from_iter(Some(x)), any);
    chain.fold(0, mix).block().expect("an option does not fail")
}

fn unfused(x: u64) -> u64 {
    let chain = ten_stages!(from_iter(Some(x)).hide(), any);
    chain.fold(0, mix).block().expect("an option does not fail")
}

fn boxed(x: u64) -> u64 {
    let chain = ten_stages!(from_iter(Some(x)), any, boxed);
    chain.fold(0, mix).block().expect("an option does not fail")
}

fn futures_stream(x: u64) -> u64 {
    let chain = ten_stages!(stream::iter(Some(x)), |x| ready(any(x)));
    block_on(chain.fold(0, mix_ready))
}

fn futures_boxed(x: u64) -> u64 {
    let chain = ten_stages!(stream::iter(Some(x)), |x| ready(any(x)), boxed);
    block_on(chain.fold(0, mix_ready))
}

fn rxrust_local(x: u64) -> u64 {
    let mut result = 0;
    let chain = ten_stages!(Local::from_iter(Some(x)), any);
    chain.reduce_initial(0, mix).subscribe(|it| result = it);
    result
}
