//! The queue on disk, each time in a directory of its own.

use std::num::{NonZeroU64, NonZeroUsize};

use reactive_streams::{Publisher, Subscriber};
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use reactive_streams_spill::{Durability, SpillExt, SpillFailed, SpillOptions, SpillQueue};
use reactive_streams_tck::{Element, Given, Suite, TestError};
use tempfile::TempDir;

use super::common::{capacity, failing_after};
use super::schedulers::{counted, simulated, thread};

pub(super) fn add_to(suite: &mut Suite) {
    suite
        .publisher("deliveries", |given| {
            let (queue, directory) = filled(given);
            InDirectory(queue.deliveries().map(Delivery::acknowledge), directory)
        })
        .up_to(3000);
    suite
        .publisher("deliveries_on (simulated)", |given| {
            let (queue, directory) = filled(given);
            let deliveries = queue.deliveries_on(&simulated(given));
            InDirectory(deliveries.map(Delivery::acknowledge), directory)
        })
        .up_to(3000)
        .scheduled();
    suite
        .publisher("deliveries_on (a thread)", |given| {
            let (queue, directory) = filled(given);
            let deliveries = queue.deliveries_on(&counted(given, thread()));
            InDirectory(deliveries.map(Delivery::acknowledge), directory)
        })
        .up_to(3000)
        .foreign();
    // With room for all elements in memory, and for two.
    for room in [capacity(3000), capacity(2)] {
        suite
            .publisher(&format!("spill ({room})"), move |given| {
                spilled(given, from_iter(given.elements()).fallible(), room)
            })
            .up_to(3000)
            .scheduled()
            .fails_midway(move |given| spilled(given, failing_after(given), room));
    }
    suite
        .publisher("durable", |given| stored(given, from_iter(given.elements()).fallible()))
        .up_to(3000)
        .scheduled()
        .fails_midway(|given| stored(given, failing_after(given)));
}

/// A publisher, and the directory of its queue: that is removed when both are done with.
struct InDirectory<P>(P, TempDir);

impl<P: Publisher> Publisher for InDirectory<P> {
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let Self(publisher, directory) = self;
        // The files go on without their names.
        drop(directory);
        publisher.subscribe(subscriber);
    }
}

fn empty() -> (SpillQueue<u64>, TempDir) {
    let directory = tempfile::tempdir().expect("there is a directory for temporary files");
    let bytes = NonZeroU64::new(1 << 30).expect("it is not zero");
    let options = SpillOptions::with_capacity(bytes).durability(Durability::Process);
    let queue = SpillQueue::open(directory.path(), options).expect("it can be written");
    (queue, directory)
}

/// As many elements as are asked for, and no more to come.
fn filled(given: &Given) -> (SpillQueue<u64>, TempDir) {
    let (queue, directory) = empty();
    queue.push_all((0..given.len()).collect()).expect("there is room");
    queue.close();
    (queue, directory)
}

fn spilled<P: Publisher<Item = Element, Error = TestError>>(
    given: &Given,
    upstream: P,
    room: NonZeroUsize,
) -> impl Publisher<Item = u64, Error = Failed> + use<P> {
    let (queue, directory) = empty();
    let numbers = upstream.map(|element| element.number()).map_err(Failed::from);
    InDirectory(numbers.spill(room, &queue, &simulated(given)), directory)
}

fn stored<P: Publisher<Item = Element, Error = TestError>>(
    given: &Given,
    upstream: P,
) -> impl Publisher<Item = u64, Error = Failed> + use<P> {
    let (queue, directory) = empty();
    let numbers = upstream.map(|element| element.number()).map_err(Failed::from);
    let deliveries = numbers.durable(&queue, &simulated(given));
    InDirectory(deliveries.map(Delivery::acknowledge), directory)
}

/// The upstream or the queue has failed.
#[derive(Debug)]
struct Failed;

impl From<TestError> for Failed {
    fn from(_: TestError) -> Self {
        Self
    }
}

impl From<SpillFailed<u64>> for Failed {
    fn from(_: SpillFailed<u64>) -> Self {
        Self
    }
}
