//! Elements that are pushed from outside, and taken on the same thread.

use std::convert::Infallible;

use reactive_streams_operators::channel;
use reactive_streams_operators::prelude::*;
use tokio::sync::mpsc;

use super::s4::PREFETCH;
use crate::channel::CAPACITY;
use crate::harness::Scenario;
use crate::work::{mix, mixed_range};

pub(crate) fn scenario() -> Scenario {
    Scenario::new("E12", "push from outside, on one thread", 200_000, mixed_range)
        .ours("channel", sent)
        .peer("tokio", "mpsc", |n| {
            let (sender, mut receiver) = mpsc::channel(CAPACITY);
            in_turns(n, |x| sender.try_send(x).is_ok(), || receiver.try_recv().ok())
        })
        .peer("flume", "", |n| {
            let (sender, receiver) = flume::bounded(CAPACITY);
            in_turns(n, |x| sender.try_send(x).is_ok(), || receiver.try_recv().ok())
        })
        .peer("kanal", "", |n| {
            let (sender, receiver) = kanal::bounded(CAPACITY);
            in_turns(n, |x| sender.try_send(x) == Ok(true), || receiver.try_recv().ok().flatten())
        })
        .peer("crossbeam-channel", "", |n| {
            let (sender, receiver) = crossbeam_channel::bounded(CAPACITY);
            in_turns(n, |x| sender.try_send(x).is_ok(), || receiver.try_recv().ok())
        })
        .peer("async-channel", "", |n| {
            let (sender, receiver) = async_channel::bounded(CAPACITY);
            in_turns(n, |x| sender.try_send(x).is_ok(), || receiver.try_recv().ok())
        })
}

/// Fills a channel and empties it, in turns.
fn in_turns(
    n: u64,
    mut send: impl FnMut(u64) -> bool,
    mut receive: impl FnMut() -> Option<u64>,
) -> u64 {
    let (mut next, mut total) = (0, 0);
    while next < n {
        while next < n && send(next) {
            next += 1;
        }
        while let Some(x) = receive() {
            total = mix(total, x);
        }
    }
    total
}

fn sent(n: u64) -> u64 {
    let (sender, numbers) = channel::<u64, Infallible>(PREFETCH);
    let total = numbers.fold(0, mix).start();
    for x in 0..n {
        sender.try_send(x).expect("the subscriber takes it at once");
    }
    drop(sender);
    total.block().expect("the channel does not fail")
}
