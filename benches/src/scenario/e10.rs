//! Work for two threads: each element is dealt to one of them, and what they make of it is merged.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread;

use futures::stream::{self, StreamExt};
use reactive_streams_operators::operator::GroupError;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::ThreadScheduler;

use super::s4::PREFETCH;
use crate::channel::{BlockingChannel, CAPACITY, Crossbeam, Flume, Kanal, Std};
use crate::harness::Scenario;
use crate::hop::runtime;
use crate::work::{mix, mix_ready};

const TWO: NonZeroUsize = NonZeroUsize::new(2).unwrap();

pub(crate) fn scenario() -> Scenario {
    Scenario::new("E10", "work for two threads, dealt and merged", 50_000, looped)
        .threaded()
        .limit("loop, on one thread", looped)
        .limit("threads with half of it each", halves)
        .ours("group_by, publish_on", grouped())
        .std("sync_channel", dealt::<Std>)
        .peer("crossbeam-channel", "", dealt::<Crossbeam>)
        .peer("flume", "threads", dealt::<Flume>)
        .peer("kanal", "threads", dealt::<Kanal>)
        .peer("futures", "buffer_unordered of tasks of tokio", buffered())
}

/// Some two hundred nanoseconds.
fn work(x: u64) -> u64 {
    (0..100).fold(x, |x, _| x.wrapping_mul(6_364_136_223_846_793_005).rotate_left(7))
}

fn looped(n: u64) -> u64 {
    (0..n).map(work).fold(0, mix)
}

fn halves(n: u64) -> u64 {
    thread::scope(|scope| {
        let other = scope.spawn(move || (0..n / 2).map(work).fold(0, mix));
        let half = (n / 2..n).map(work).fold(0, mix);
        half.wrapping_add(other.join().expect("the thread does not panic"))
    })
}

fn grouped() -> impl FnMut(u64) -> u64 {
    let threads = Arc::new(["a", "b"].map(ThreadScheduler::new));
    move |n| {
        let threads = Arc::clone(&threads);
        let groups = range(0..n).fallible::<GroupError>().group_by(TWO, PREFETCH, |x| x % 2);
        let worked = groups.flat_map(TWO, move |group| {
            let thread = &threads[*group.key() as usize];
            group.publish_on(thread, PREFETCH).map(work)
        });
        worked.fold(0, mix).block().expect("there is room for both groups")
    }
}

fn dealt<C: BlockingChannel>(n: u64) -> u64 {
    thread::scope(|scope| {
        let (done, mut results) = C::channel();
        let mut inboxes = [(); 2].map(|()| {
            let (inbox, mut items) = C::channel();
            let mut done = done.clone();
            scope.spawn(move || {
                while let Some(x) = C::receive(&mut items) {
                    C::send(&mut done, work(x));
                }
            });
            inbox
        });
        drop(done);
        scope.spawn(move || {
            for x in 0..n {
                C::send(&mut inboxes[(x % 2) as usize], x);
            }
        });
        let mut total = 0;
        while let Some(x) = C::receive(&mut results) {
            total = mix(total, x);
        }
        total
    })
}

fn buffered() -> impl FnMut(u64) -> u64 {
    let runtime = runtime();
    move |n| {
        let handle = runtime.handle().clone();
        let tasks = stream::iter(0..n).map(move |x| handle.spawn(async move { work(x) }));
        let results = tasks.buffer_unordered(CAPACITY);
        let results = results.map(|result| result.expect("the task does not panic"));
        runtime.block_on(results.fold(0, mix_ready))
    }
}
