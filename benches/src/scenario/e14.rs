//! Groups of a hundred elements, each a vector.

use std::convert::Infallible;
use std::future::ready;
use std::mem;
use std::num::NonZeroUsize;

use futures::executor::block_on;
use futures::stream::{self, StreamExt};
use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use rxrust::prelude::*;

use crate::harness::Scenario;
use crate::work::{mix, mixed_range};

const SIZE: NonZeroUsize = NonZeroUsize::new(100).unwrap();

pub(crate) fn scenario() -> Scenario {
    Scenario::new("E14", "chunks of a hundred", 1_000_000, mixed_range)
        .limit("loop", looped)
        .ours("", |n| ours(range(0..n)))
        .ours("unfused", |n| ours(range(0..n).hide()))
        .peer("futures", "chunks", futures_chunks)
        .peer("futures", "ready_chunks", futures_ready_chunks)
        .peer("rxrust", "local", rxrust_local)
}

fn mix_all(total: u64, chunk: Vec<u64>) -> u64 {
    chunk.into_iter().fold(total, mix)
}

fn looped(n: u64) -> u64 {
    let mut total = 0;
    let mut chunk = Vec::with_capacity(SIZE.get());
    for x in 0..n {
        chunk.push(x);
        if chunk.len() == SIZE.get() {
            total = mix_all(total, mem::replace(&mut chunk, Vec::with_capacity(SIZE.get())));
        }
    }
    mix_all(total, chunk)
}

fn ours(numbers: impl Publisher<Item = u64, Error = Infallible>) -> u64 {
    numbers.chunks(SIZE).fold(0, mix_all).block().expect("a range does not fail")
}

fn futures_chunks(n: u64) -> u64 {
    let chunks = stream::iter(0..n).chunks(SIZE.get());
    block_on(chunks.fold(0, |total, chunk| ready(mix_all(total, chunk))))
}

fn futures_ready_chunks(n: u64) -> u64 {
    let chunks = stream::iter(0..n).ready_chunks(SIZE.get());
    block_on(chunks.fold(0, |total, chunk| ready(mix_all(total, chunk))))
}

fn rxrust_local(n: u64) -> u64 {
    let mut result = 0;
    let chunks = Local::from_iter(0..n).buffer_count(SIZE.get());
    chunks.reduce_initial(0, mix_all).subscribe(|it| result = it);
    result
}
