use std::mem;

use crate::engine::Batcher;

/// Batcher for [`BatchExt::chunks_weighted`](crate::ext::BatchExt::chunks_weighted).
#[derive(Clone)]
pub struct ChunksWeighted<F> {
    limit: u64,
    weight: F,
}

opaque!(ChunksWeighted<F>);

impl<F> ChunksWeighted<F> {
    pub(crate) fn new(limit: u64, weight: F) -> Self {
        Self { limit, weight }
    }
}

impl<T, F> Batcher<T> for ChunksWeighted<F>
where
    T: Send + 'static,
    F: FnMut(&T) -> u64 + Send + 'static,
{
    /// The elements, and what they weigh.
    type Open = (Vec<T>, u64);
    type Batch = Vec<T>;

    fn push(&mut self, (items, total): &mut (Vec<T>, u64), item: T) -> Option<Vec<T>> {
        let weight = (self.weight)(&item);
        let sum = total.saturating_add(weight);
        if sum > self.limit && !items.is_empty() {
            *total = weight;
            return Some(mem::replace(items, vec![item]));
        }
        items.push(item);
        let full = sum >= self.limit;
        *total = if full { 0 } else { sum };
        full.then(|| mem::take(items))
    }

    fn finish(self, (items, _): (Vec<T>, u64)) -> Option<Vec<T>> {
        (!items.is_empty()).then_some(items)
    }
}
