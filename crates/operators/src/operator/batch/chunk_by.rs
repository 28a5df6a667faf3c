use std::mem;

use crate::engine::Batcher;

/// Batcher for [`BatchExt::chunk_by`](crate::ext::BatchExt::chunk_by).
#[derive(Clone)]
pub struct ChunkBy<F>(F);

opaque!(ChunkBy<F>);

impl<F> ChunkBy<F> {
    pub(crate) fn new(same: F) -> Self {
        Self(same)
    }
}

impl<T, F> Batcher<T> for ChunkBy<F>
where
    T: Send + 'static,
    F: FnMut(&T, &T) -> bool + Send + 'static,
{
    type Open = Vec<T>;
    type Batch = Vec<T>;

    fn push(&mut self, open: &mut Vec<T>, item: T) -> Option<Vec<T>> {
        let differs = open.last().is_some_and(|last| !(self.0)(last, &item));
        let ended = differs.then(|| mem::take(open));
        open.push(item);
        ended
    }

    fn finish(self, open: Vec<T>) -> Option<Vec<T>> {
        (!open.is_empty()).then_some(open)
    }
}
