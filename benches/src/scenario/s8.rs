//! One source, several subscribers.

use std::cell::Cell;
use std::convert::Infallible;
use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;

use futures::executor::block_on;
use futures::future::join_all;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{Outcome, range};
use rxrust::prelude::*;
use tokio::sync::{Barrier, broadcast};

use super::s4::PREFETCH;
use crate::channel::CAPACITY;
use crate::harness::Scenario;
use crate::hop::runtime;
use crate::work::mix;

pub(crate) fn scenario() -> Scenario {
    Scenario::new("S8", "one source, three subscribers", 200_000, three)
        .limit("loop over closures", looped)
        .ours("", ours)
        .ours("one subscriber", |n| shared(n, 1).wrapping_mul(SUBSCRIBERS as u64))
        .peer("rxrust", "local publish", rxrust_local)
        .peer("async-broadcast", "join_all", async_broadcast)
        .peer("tokio", "broadcast, tasks", tokio_broadcast())
}

const SUBSCRIBERS: usize = 3;

fn three(n: u64) -> u64 {
    (0..n).fold(0, mix).wrapping_mul(SUBSCRIBERS as u64)
}

fn ours(n: u64) -> u64 {
    shared(n, SUBSCRIBERS)
}

/// The source begins when all have subscribed: then its scheduler is run.
fn shared(n: u64, subscribers: usize) -> u64 {
    let scheduler = DeterministicScheduler::new(0);
    let numbers = range(0..n).subscribe_on(&scheduler).share(PREFETCH);
    let totals: Vec<_> = (0..subscribers).map(|_| numbers.clone().fold(0, mix).start()).collect();
    scheduler.run_until_idle();
    let total = |it: Outcome<u64, Infallible>| it.block().expect("a range does not fail");
    totals.into_iter().map(total).fold(0, u64::wrapping_add)
}

fn looped(n: u64) -> u64 {
    let total = Rc::new(Cell::new(0));
    let subscribers = [(); SUBSCRIBERS].map(|()| {
        let total = Rc::clone(&total);
        black_box(Box::new(move |x| total.set(mix(total.get(), x))) as Box<dyn Fn(u64)>)
    });
    for x in 0..n {
        for subscriber in &subscribers {
            subscriber(x);
        }
    }
    total.get()
}

fn rxrust_local(n: u64) -> u64 {
    let total = Rc::new(Cell::new(0));
    let published = Local::from_iter(0..n).publish();
    for _ in 0..SUBSCRIBERS {
        let total = Rc::clone(&total);
        published.fork().subscribe(move |x| total.set(mix(total.get(), x)));
    }
    published.connect();
    total.get()
}

/// All on one thread.
fn async_broadcast(n: u64) -> u64 {
    let (sender, receiver) = async_broadcast::broadcast(CAPACITY);
    let producer = async move {
        for x in 0..n {
            sender.broadcast_direct(x).await.expect("the receivers take all there is");
        }
        0
    };
    let consume = |mut receiver: async_broadcast::Receiver<u64>| async move {
        let mut total = 0;
        while let Ok(x) = receiver.recv_direct().await {
            total = mix(total, x);
        }
        total
    };
    let consumers = [receiver.clone(), receiver.clone(), receiver].map(consume);
    let (_, totals) = block_on(futures::future::join(producer, join_all(consumers)));
    totals.into_iter().fold(0, u64::wrapping_add)
}

/// A broadcast loses elements when a subscriber lags: so all meet whenever the buffer is full.
fn tokio_broadcast() -> impl FnMut(u64) -> u64 {
    let runtime = runtime();
    move |n| {
        let (sender, _) = broadcast::channel(CAPACITY);
        let barrier = Arc::new(Barrier::new(1 + SUBSCRIBERS));
        let consumers = [(); SUBSCRIBERS].map(|()| {
            let (mut receiver, barrier) = (sender.subscribe(), Arc::clone(&barrier));
            runtime.spawn(async move {
                let (mut total, mut received) = (0, 0usize);
                while let Ok(x) = receiver.recv().await {
                    total = mix(total, x);
                    received += 1;
                    if received.is_multiple_of(CAPACITY) {
                        barrier.wait().await;
                    }
                }
                total
            })
        });
        let producer = runtime.spawn(async move {
            for x in 0..n {
                sender.send(x).expect("the subscribers take all there is");
                if (x + 1).is_multiple_of(CAPACITY as u64) {
                    barrier.wait().await;
                }
            }
        });
        runtime.block_on(async move {
            producer.await.expect("the producer does not panic");
            let totals = join_all(consumers).await.into_iter();
            totals.fold(0, |total: u64, it| total.wrapping_add(it.expect("no task panics")))
        })
    }
}
