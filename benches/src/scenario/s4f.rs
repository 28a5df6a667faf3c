//! `publish_on` of a source that is pulled: the whole chain runs on the other thread, and nothing hops.

use std::thread;

use futures::future::ready;
use futures::stream::{self, StreamExt};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::ThreadScheduler;

use super::s4::PREFETCH;
use crate::harness::Scenario;
use crate::hop::runtime;
use crate::work::{mix, mixed_range};

pub(crate) fn scenario() -> Scenario {
    Scenario::new("S4f", "publish_on of a synchronous source", 1_000_000, mixed_range)
        .limit("iterator on a thread", on_a_thread)
        .ours("", fused())
        .ours("unfused", unfused())
        .peer("futures", "stream on a task of tokio", on_a_task())
}

fn fused() -> impl FnMut(u64) -> u64 {
    let thread = ThreadScheduler::new("consumer");
    move |n| {
        let numbers = range(0..n).publish_on(&thread, PREFETCH);
        numbers.fold(0, mix).block().expect("a range does not fail")
    }
}

fn unfused() -> impl FnMut(u64) -> u64 {
    let thread = ThreadScheduler::new("consumer");
    move |n| {
        let numbers = range(0..n).hide().publish_on(&thread, PREFETCH);
        numbers.fold(0, mix).block().expect("a range does not fail")
    }
}

fn on_a_thread(n: u64) -> u64 {
    thread::spawn(move || mixed_range(n)).join().expect("the thread does not panic")
}

fn on_a_task() -> impl FnMut(u64) -> u64 {
    let runtime = runtime();
    move |n| {
        let numbers = stream::iter(0..n).fold(0, |total, x| ready(mix(total, x)));
        runtime.block_on(runtime.spawn(numbers)).expect("the task does not panic")
    }
}
