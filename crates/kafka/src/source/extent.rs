use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use rdkafka::topic_partition_list::Offset;

use super::bell::lock;

/// From where to where a partition reaches for its group, as far as that is known.
#[derive(Debug)]
pub(crate) struct Extent {
    /// Where the group begins: an offset, or the beginning or the end until it is known where that is.
    start: Mutex<Offset>,
    /// Behind the last message that is there; negative if it is not known.
    end: AtomicI64,
}

impl Extent {
    pub(crate) fn from(start: Offset) -> Self {
        Self { start: Mutex::new(start), end: AtomicI64::new(-1) }
    }

    pub(crate) fn start(&self) -> Offset {
        *lock(&self.start)
    }

    pub(crate) fn set_start(&self, start: i64) {
        *lock(&self.start) = Offset::Offset(start);
    }

    pub(crate) fn end(&self) -> Option<i64> {
        Some(self.end.load(Ordering::Relaxed)).filter(|&end| end >= 0)
    }

    pub(crate) fn set_end(&self, end: i64) {
        self.end.store(end, Ordering::Relaxed);
    }
}
