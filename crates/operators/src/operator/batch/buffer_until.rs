use std::mem;

use crate::engine::Batcher;

/// Batcher for [`BatchExt::buffer_until`](crate::ext::BatchExt::buffer_until).
#[derive(Clone)]
pub struct BufferUntil<F>(F);

opaque!(BufferUntil<F>);

impl<F> BufferUntil<F> {
    pub(crate) fn new(predicate: F) -> Self {
        Self(predicate)
    }
}

impl<T, F> Batcher<T> for BufferUntil<F>
where
    T: Send + 'static,
    F: FnMut(&T) -> bool + Send + 'static,
{
    type Open = Vec<T>;
    type Batch = Vec<T>;

    fn push(&mut self, open: &mut Vec<T>, item: T) -> Option<Vec<T>> {
        let last = (self.0)(&item);
        open.push(item);
        last.then(|| mem::take(open))
    }

    fn finish(self, open: Vec<T>) -> Option<Vec<T>> {
        (!open.is_empty()).then_some(open)
    }
}
