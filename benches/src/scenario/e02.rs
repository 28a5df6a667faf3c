//! range → map → filter → collect into a vector.

use std::convert::Infallible;

use futures::executor::block_on;
use futures::future::ready;
use futures::stream::{self, StreamExt};
use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use rxrust::prelude::*;

use super::s1;
use crate::harness::Scenario;
use crate::work::{mapped, mix, wanted};

pub(crate) fn scenario() -> Scenario {
    Scenario::new("E02", "range → map → filter → collect", 100_000, s1::looped)
        .limit("loop", looped)
        .limit("iterator", |n| total((0..n).map(mapped).filter(wanted).collect()))
        .ours("", |n| collected(range(0..n)))
        .ours("unfused", |n| collected(range(0..n).hide()))
        .peer("futures", "", futures_stream)
        .peer("tokio-stream", "", tokio_stream)
        .peer("rxrust", "local", rxrust_local)
}

fn total(items: Vec<u64>) -> u64 {
    items.into_iter().fold(0, mix)
}

fn looped(n: u64) -> u64 {
    let mut items = Vec::new();
    for x in 0..n {
        let x = mapped(x);
        if wanted(&x) {
            items.push(x);
        }
    }
    total(items)
}

fn collected(numbers: impl Publisher<Item = u64, Error = Infallible>) -> u64 {
    let items = numbers.map(mapped).filter(wanted).collect().block();
    total(items.expect("a range does not fail"))
}

fn futures_stream(n: u64) -> u64 {
    let numbers = stream::iter(0..n).map(mapped).filter(|x| ready(wanted(x)));
    total(block_on(numbers.collect()))
}

fn tokio_stream(n: u64) -> u64 {
    use tokio_stream::StreamExt;
    let numbers = StreamExt::filter(StreamExt::map(stream::iter(0..n), mapped), wanted);
    total(block_on(StreamExt::collect(numbers)))
}

fn rxrust_local(n: u64) -> u64 {
    let mut result = 0;
    let numbers = Local::from_iter(0..n).map(mapped).filter(wanted);
    numbers.collect::<Vec<_>>().subscribe(|items| result = total(items));
    result
}
