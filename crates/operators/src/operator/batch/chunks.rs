use std::mem;
use std::num::NonZeroUsize;

use crate::engine::{BatchSize, Batcher};

/// A batch of any size does not allocate more than this before it has elements to show for it.
const MOST_AT_ONCE: usize = 1024;

/// Batcher for [`BatchExt::chunks`](crate::ext::BatchExt::chunks).
#[derive(Clone, Debug)]
pub struct Chunks {
    size: NonZeroUsize,
}

impl Chunks {
    pub(crate) fn new(size: NonZeroUsize) -> Self {
        Self { size }
    }
}

impl<T: Send + 'static> Batcher<T> for Chunks {
    type Open = Vec<T>;
    type Batch = Vec<T>;

    fn size(&self) -> BatchSize {
        BatchSize::Known { first: self.size, following: self.size }
    }

    fn push(&mut self, open: &mut Vec<T>, item: T) -> Option<Vec<T>> {
        if open.is_empty() {
            open.reserve_exact(self.size.get().min(MOST_AT_ONCE));
        }
        open.push(item);
        (open.len() == self.size.get()).then(|| mem::take(open))
    }

    fn finish(self, open: Vec<T>) -> Option<Vec<T>> {
        (!open.is_empty()).then_some(open)
    }
}
