//! The elements of an array that is there already.

use std::sync::OnceLock;

use futures::executor::block_on;
use futures::stream::{self, StreamExt};
use reactive_streams::Demand;
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use rxrust::prelude::*;

use crate::harness::Scenario;
use crate::subscriber::mix_in_batches;
use crate::work::{mix, mix_ready};

pub(crate) fn scenario() -> Scenario {
    Scenario::new("E01", "drain an array", 1_000_000, looped)
        .limit("loop", looped)
        .ours("", fused)
        .ours("unfused", unfused)
        .ours("one at a time", |n| mix_in_batches(from_iter(array(n).iter().copied()), Demand::ONE))
        .peer("futures", "", futures_stream)
        .peer("rxrust", "local", rxrust_local)
}

fn array(n: u64) -> &'static [u64] {
    static ARRAY: OnceLock<Vec<u64>> = OnceLock::new();
    let array = ARRAY.get_or_init(|| (0..n).map(|x| x.wrapping_mul(x)).collect());
    &array[..n as usize]
}

fn looped(n: u64) -> u64 {
    let mut total = 0;
    for x in array(n) {
        total = mix(total, *x);
    }
    total
}

fn fused(n: u64) -> u64 {
    let items = from_iter(array(n).iter().copied());
    items.fold(0, mix).block().expect("an array does not fail")
}

fn unfused(n: u64) -> u64 {
    let items = from_iter(array(n).iter().copied()).hide();
    items.fold(0, mix).block().expect("an array does not fail")
}

fn futures_stream(n: u64) -> u64 {
    block_on(stream::iter(array(n).iter().copied()).fold(0, mix_ready))
}

fn rxrust_local(n: u64) -> u64 {
    let mut result = 0;
    let items = Local::from_iter(array(n).iter().copied());
    items.reduce_initial(0, mix).subscribe(|it| result = it);
    result
}
