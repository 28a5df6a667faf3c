//! A pipeline: made and filtered on one thread, mixed on another.

use std::thread;

use futures::SinkExt;
use futures::channel::mpsc;
use futures::future::ready;
use futures::stream::{self, StreamExt};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::ThreadScheduler;

use super::s1;
use super::s4::PREFETCH;
use crate::channel::{BlockingChannel, CAPACITY, Crossbeam, Flume, Kanal, Std, Tokio};
use crate::harness::Scenario;
use crate::hop::runtime;
use crate::work::{mapped, mix, mix_ready, wanted};

pub(crate) fn scenario() -> Scenario {
    Scenario::new("E07", "map and filter on one thread, fold on another", 200_000, s1::looped)
        .threaded()
        .ours("", ours())
        .std("sync_channel", piped::<Std>)
        .peer("crossbeam-channel", "", piped::<Crossbeam>)
        .peer("flume", "threads", piped::<Flume>)
        .peer("kanal", "threads", piped::<Kanal>)
        .peer("tokio", "mpsc, threads", piped::<Tokio>)
        .peer("futures", "mpsc, forward, tasks", forwarded())
}

fn ours() -> impl FnMut(u64) -> u64 {
    let (a, b) = (ThreadScheduler::new("a"), ThreadScheduler::new("b"));
    move |n| {
        let numbers = range(0..n).map(mapped).filter(wanted).subscribe_on(&a);
        let mixed = numbers.publish_on(&b, PREFETCH).fold(0, mix);
        mixed.block().expect("a range does not fail")
    }
}

fn piped<C: BlockingChannel>(n: u64) -> u64 {
    thread::scope(|scope| {
        let (mut sender, mut receiver) = C::channel();
        scope.spawn(move || {
            for x in (0..n).map(mapped).filter(wanted) {
                C::send(&mut sender, x);
            }
        });
        let mut total = 0;
        while let Some(x) = C::receive(&mut receiver) {
            total = mix(total, x);
        }
        total
    })
}

fn forwarded() -> impl FnMut(u64) -> u64 {
    let runtime = runtime();
    move |n| {
        let (sender, receiver) = mpsc::channel(CAPACITY);
        let numbers = stream::iter(0..n).map(mapped).filter(|x| ready(wanted(x)));
        let mut sender = sender.sink_map_err(|_| ());
        runtime.spawn(async move {
            let sent = sender.send_all(&mut numbers.map(Ok)).await;
            sent.expect("the receiver takes all there is");
        });
        let consumer = runtime.spawn(receiver.fold(0, mix_ready));
        runtime.block_on(consumer).expect("the consumer does not panic")
    }
}
