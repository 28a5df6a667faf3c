//! zip of two threads.

use std::thread;

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::ThreadScheduler;

use crate::channel::{BlockingChannel, Crossbeam, Flume, Kanal, Std};
use crate::harness::Scenario;
use crate::work::mix;

pub(crate) fn scenario() -> Scenario {
    Scenario::new("E09", "zip of two threads", 100_000, looped)
        .threaded()
        .ours("", ours())
        .std("sync_channel", two_channels::<Std>)
        .peer("crossbeam-channel", "", two_channels::<Crossbeam>)
        .peer("flume", "threads", two_channels::<Flume>)
        .peer("kanal", "threads", two_channels::<Kanal>)
}

fn product(x: u64, y: u64) -> u64 {
    x ^ y.wrapping_mul(3)
}

fn looped(n: u64) -> u64 {
    (0..n).fold(0, |total, x| mix(total, product(x, x + 1)))
}

fn ours() -> impl FnMut(u64) -> u64 {
    let (a, b) = (ThreadScheduler::new("a"), ThreadScheduler::new("b"));
    move |n| {
        let pairs = range(0..n).subscribe_on(&a).zip(range(1..n + 1).subscribe_on(&b));
        let products = pairs.map(|(x, y)| product(x, y));
        products.fold(0, mix).block().expect("a range does not fail")
    }
}

fn two_channels<C: BlockingChannel>(n: u64) -> u64 {
    thread::scope(|scope| {
        let [mut left, mut right] = [0..n, 1..n + 1].map(|numbers| {
            let (mut sender, receiver) = C::channel();
            scope.spawn(move || {
                for x in numbers {
                    C::send(&mut sender, x);
                }
            });
            receiver
        });
        let mut total = 0;
        while let (Some(x), Some(y)) = (C::receive(&mut left), C::receive(&mut right)) {
            total = mix(total, product(x, y));
        }
        total
    })
}
