use std::num::NonZeroUsize;

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::ThreadScheduler;

fn main() {
    let thread = ThreadScheduler::new("work");
    let _ = range(0..4).map_async(NonZeroUsize::MIN, &thread, |n| async move { n });
}
