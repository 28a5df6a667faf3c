//! The chain of S1 with its types erased after every stage, as between libraries.

use std::cell::Cell;
use std::hint::black_box;
use std::rc::Rc;

use futures::executor::block_on;
use futures::future::ready;
use futures::stream::{self, StreamExt};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use rxrust::prelude::*;

use super::s1;
use crate::harness::Scenario;
use crate::work::{mapped, mix, mix_ready, wanted};

pub(crate) fn scenario() -> Scenario {
    Scenario::new("E08", "the chain of S1, each stage boxed", 1_000_000, s1::looped)
        .limit("iterator", boxed_iterator)
        .ours("", ours)
        .peer("futures", "", futures_stream)
        .peer("rxrust", "local", rxrust_local)
}

fn boxed_iterator(n: u64) -> u64 {
    let numbers: Box<dyn Iterator<Item = u64>> = black_box(Box::new(0..n));
    let mapped: Box<dyn Iterator<Item = u64>> = black_box(Box::new(numbers.map(mapped)));
    let wanted: Box<dyn Iterator<Item = u64>> = black_box(Box::new(mapped.filter(wanted)));
    wanted.fold(0, mix)
}

fn ours(n: u64) -> u64 {
    let numbers = range(0..n).boxed().map(mapped).boxed().filter(wanted).boxed();
    numbers.fold(0, mix).block().expect("a range does not fail")
}

fn futures_stream(n: u64) -> u64 {
    let numbers = stream::iter(0..n).boxed().map(mapped).boxed();
    block_on(numbers.filter(|x| ready(wanted(x))).boxed().fold(0, mix_ready))
}

fn rxrust_local(n: u64) -> u64 {
    let result = Rc::new(Cell::new(0));
    let shared = Rc::clone(&result);
    let numbers = Local::from_iter(0..n).box_it().map(mapped).box_it().filter(wanted).box_it();
    numbers.reduce_initial(0, mix).subscribe(move |it| shared.set(it));
    result.get()
}
