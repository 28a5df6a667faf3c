//! Producers, relays and consumers on threads and tasks of their own.
//!
//! A *thread* blocks; what awaits is run by a `block_on` there. A *task* is spawned on a tokio runtime of two
//! threads. The consumer is the last end: its result is the result.

use std::future::Future;
use std::ops::Range;
use std::thread;

use futures::executor::block_on;
use tokio::runtime::{Builder, Runtime};

use crate::channel::{
    AsyncChannel, AsyncChannelCrate, BlockingChannel, Crossbeam, Flume, Futures, Kanal, Std, Tokio,
};
use crate::harness::Scenario;
use crate::work::mix;

/// The way of the elements.
#[derive(Clone, Copy)]
pub(crate) enum Route {
    /// From one end to the other, through so many channels.
    Hops(usize),
    /// From so many producers to one consumer.
    Merge(u64),
}

/// Adds all channels to a scenario.
pub(crate) fn with_channels(scenario: Scenario, route: Route) -> Scenario {
    scenario
        .std("sync_channel", move |n| threads::<Std>(route, n))
        .peer("crossbeam-channel", "", move |n| threads::<Crossbeam>(route, n))
        .peer("flume", "threads", move |n| threads::<Flume>(route, n))
        .peer("flume", "block_on", block_on_each::<Flume>(route))
        .peer("flume", "tasks", task_each::<Flume>(route))
        .peer("kanal", "threads", move |n| threads::<Kanal>(route, n))
        .peer("kanal", "block_on", block_on_each::<Kanal>(route))
        .peer("kanal", "tasks", task_each::<Kanal>(route))
        .peer("tokio", "mpsc, threads", move |n| threads::<Tokio>(route, n))
        .peer("tokio", "mpsc, block_on", block_on_each::<Tokio>(route))
        .peer("tokio", "mpsc, tasks", task_each::<Tokio>(route))
        .peer("async-channel", "block_on", block_on_each::<AsyncChannelCrate>(route))
        .peer("async-channel", "tasks", task_each::<AsyncChannelCrate>(route))
        .peer("futures", "mpsc, block_on", block_on_each::<Futures>(route))
        .peer("futures", "mpsc, tasks", task_each::<Futures>(route))
}

fn threads<C: BlockingChannel>(route: Route, n: u64) -> u64 {
    thread::scope(|scope| {
        let (sender, mut receiver) = C::channel();
        match route {
            Route::Hops(hops) => {
                scope.spawn(move || produce::<C>(sender, 0..n));
                for _ in 1..hops {
                    let (sender, next) = C::channel();
                    scope.spawn(move || relay::<C>(receiver, sender));
                    receiver = next;
                }
            }
            Route::Merge(producers) => {
                for part in parts(n, producers) {
                    let sender = sender.clone();
                    scope.spawn(move || produce::<C>(sender, part));
                }
                drop(sender);
            }
        }
        consume::<C>(receiver)
    })
}

/// The numbers before `n`, one part for each producer.
fn parts(n: u64, producers: u64) -> impl Iterator<Item = Range<u64>> {
    (0..producers).map(move |part| n * part / producers..n * (part + 1) / producers)
}

fn produce<C: BlockingChannel>(mut sender: C::Sender, numbers: Range<u64>) {
    for x in numbers {
        C::send(&mut sender, x);
    }
}

fn relay<C: BlockingChannel>(mut receiver: C::Receiver, mut sender: C::Sender) {
    while let Some(x) = C::receive(&mut receiver) {
        C::send(&mut sender, x);
    }
}

fn consume<C: BlockingChannel>(mut receiver: C::Receiver) -> u64 {
    let mut total = 0;
    while let Some(x) = C::receive(&mut receiver) {
        total = mix(total, x);
    }
    total
}

/// What runs a future at the same time as others.
trait Spawn {
    fn spawn(&self, future: impl Future<Output = ()> + Send + 'static);

    /// Runs the last one to its end.
    fn finish(&self, future: impl Future<Output = u64> + Send + 'static) -> u64;
}

/// Each future blocks a thread of its own.
struct BlockOn;

impl Spawn for BlockOn {
    fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        // Nobody joins it: it has ended when the last one has, which gets all that it sends.
        drop(thread::spawn(|| block_on(future)));
    }

    fn finish(&self, future: impl Future<Output = u64> + Send + 'static) -> u64 {
        block_on(future)
    }
}

impl Spawn for Runtime {
    fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        drop(Runtime::spawn(self, future)); // as above: detached
    }

    fn finish(&self, future: impl Future<Output = u64> + Send + 'static) -> u64 {
        self.block_on(Runtime::spawn(self, future)).expect("the task does not panic")
    }
}

fn block_on_each<C: AsyncChannel>(route: Route) -> impl FnMut(u64) -> u64 {
    move |n| futures::<C>(&BlockOn, route, n)
}

fn task_each<C: AsyncChannel>(route: Route) -> impl FnMut(u64) -> u64 {
    let runtime = runtime();
    move |n| futures::<C>(&runtime, route, n)
}

/// A tokio runtime of two threads.
pub(crate) fn runtime() -> Runtime {
    let runtime = Builder::new_multi_thread().worker_threads(2).build();
    runtime.expect("the operating system has to make two threads")
}

fn futures<C: AsyncChannel>(spawn: &impl Spawn, route: Route, n: u64) -> u64 {
    let (sender, mut receiver) = C::channel();
    match route {
        Route::Hops(hops) => {
            spawn.spawn(produce_async::<C>(sender, 0..n));
            for _ in 1..hops {
                let (sender, next) = C::channel();
                spawn.spawn(relay_async::<C>(receiver, sender));
                receiver = next;
            }
        }
        Route::Merge(producers) => {
            for part in parts(n, producers) {
                spawn.spawn(produce_async::<C>(sender.clone(), part));
            }
            drop(sender);
        }
    }
    spawn.finish(consume_async::<C>(receiver))
}

async fn produce_async<C: AsyncChannel>(mut sender: C::Sender, numbers: Range<u64>) {
    for x in numbers {
        C::send(&mut sender, x).await;
    }
}

async fn relay_async<C: AsyncChannel>(mut receiver: C::Receiver, mut sender: C::Sender) {
    while let Some(x) = C::receive(&mut receiver).await {
        C::send(&mut sender, x).await;
    }
}

async fn consume_async<C: AsyncChannel>(mut receiver: C::Receiver) -> u64 {
    let mut total = 0;
    while let Some(x) = C::receive(&mut receiver).await {
        total = mix(total, x);
    }
    total
}
