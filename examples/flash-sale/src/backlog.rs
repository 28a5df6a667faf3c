//! The queue on disk: imports that have been promised, and are not in the database yet.

use std::collections::HashSet;
use std::num::NonZeroU64;
use std::path::Path;

use reactive_streams_operators::prelude::*;
use reactive_streams_spill::{SpillError, SpillOptions, SpillQueue};

use crate::AnyResult;
use crate::order::Order;

/// So many bytes wait on disk at most.
const CAPACITY: NonZeroU64 = NonZeroU64::new(64 << 20).expect("it is not zero");

/// So many bytes of that are in memory as well: what waits is not read soon.
const CACHE: usize = 256 << 10;

/// Opens the queue in the directory of a service.
///
/// # Errors
///
/// If it is open elsewhere, or damaged.
pub fn open(directory: &Path) -> Result<SpillQueue<Order>, SpillError> {
    let options = SpillOptions::with_capacity(CAPACITY).element("order, version 1").cache(CACHE);
    SpillQueue::open(directory.join("imports"), options)
}

/// The keys of the orders in the queue, which stay there.
///
/// # Errors
///
/// As [`open`]; and if an order cannot be read.
pub fn keys(directory: &Path) -> AnyResult<HashSet<String>> {
    let queue = open(directory)?;
    queue.close(); // it completes behind the last one
    // Not acknowledged: each is delivered again.
    let keys = queue.deliveries().map(|delivery| delivery.element().key.clone());
    Ok(keys.collect().block()?)
}
