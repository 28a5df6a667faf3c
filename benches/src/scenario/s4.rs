//! One true hop between two threads, one element at a time, through a buffer of 256.

use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::thread;

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_operators::{channel, range};
use tokio::sync::mpsc;

use crate::channel::CAPACITY;
use crate::harness::Scenario;
use crate::hop::{Route, runtime, with_channels};
use crate::ring;
use crate::work::{mix, mixed_range};

pub(crate) fn scenario() -> Scenario {
    let scenario = Scenario::new("S4", "a hop from thread to thread", 200_000, mixed_range)
        .threaded()
        .limit("loop, rtrb in chunks of 64", ring::in_chunks)
        .ours("", subscribed())
        .ours("channel", sent())
        .peer("rtrb", "spin, then park", ring::one_by_one)
        .peer("tokio", "mpsc, recv_many, tasks", received_many());
    with_channels(scenario, Route::Hops(1))
}

pub(super) const PREFETCH: NonZeroUsize = NonZeroUsize::new(CAPACITY).unwrap();

fn subscribed() -> impl FnMut(u64) -> u64 {
    let (a, b) = (ThreadScheduler::new("a"), ThreadScheduler::new("b"));
    move |n| {
        let numbers = range(0..n).subscribe_on(&a).publish_on(&b, PREFETCH);
        numbers.fold(0, mix).block().expect("a range does not fail")
    }
}

/// A thread of one's own, and a channel.
fn sent() -> impl FnMut(u64) -> u64 {
    let b = ThreadScheduler::new("b");
    move |n| {
        let (sender, numbers) = channel::<u64, Infallible>(PREFETCH);
        let producer = thread::spawn(move || {
            for x in 0..n {
                sender.send_blocking(x).expect("the subscriber takes all there is");
            }
        });
        let result = numbers.publish_on(&b, PREFETCH).fold(0, mix).block();
        producer.join().expect("the producer does not panic");
        result.expect("the channel does not fail")
    }
}

fn received_many() -> impl FnMut(u64) -> u64 {
    let runtime = runtime();
    move |n| {
        let (sender, mut receiver) = mpsc::channel(CAPACITY);
        runtime.spawn(async move {
            for x in 0..n {
                sender.send(x).await.expect("the receiver takes all there is");
            }
        });
        let consumer = runtime.spawn(async move {
            let (mut total, mut items) = (0, Vec::with_capacity(CAPACITY));
            while receiver.recv_many(&mut items, CAPACITY).await > 0 {
                total = items.drain(..).fold(total, mix);
            }
            total
        });
        runtime.block_on(consumer).expect("the consumer does not panic")
    }
}
