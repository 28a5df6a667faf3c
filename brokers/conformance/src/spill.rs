//! The queue on disk, each time in a directory of its own.

use std::num::NonZeroU64;

use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_spill::{Durability, SpillOptions, SpillQueue};
use reactive_streams_tck::Suite;

use crate::common::{LIMITS, MOST, add_destination, numbers, payload};

pub(crate) fn add_to(suite: &mut Suite) {
    let reader = ThreadScheduler::new("reader");
    suite
        .publisher("spill source", move |given| {
            let queue = empty();
            queue.push_all((0..given.len()).map(payload).collect()).expect("there is room");
            queue.close();
            numbers(queue.deliveries_on(&reader))
        })
        .up_to(MOST)
        .foreign()
        .limits(LIMITS);
    add_destination(suite, "spill sink", empty(), |element| element);
}

fn empty() -> SpillQueue<Vec<u8>> {
    let directory = tempfile::tempdir().expect("there is a directory for temporary files");
    let bytes = NonZeroU64::new(1 << 30).expect("it is not zero");
    let options = SpillOptions::with_capacity(bytes).durability(Durability::Process);
    // The files go on without their names.
    SpillQueue::open(directory.path(), options).expect("it can be written")
}
