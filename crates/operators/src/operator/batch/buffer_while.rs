use std::mem;

use crate::engine::Batcher;

/// Batcher for [`BatchExt::buffer_while`](crate::ext::BatchExt::buffer_while).
#[derive(Clone)]
pub struct BufferWhile<F>(F);

opaque!(BufferWhile<F>);

impl<F> BufferWhile<F> {
    pub(crate) fn new(predicate: F) -> Self {
        Self(predicate)
    }
}

impl<T, F> Batcher<T> for BufferWhile<F>
where
    T: Send + 'static,
    F: FnMut(&T) -> bool + Send + 'static,
{
    type Open = Vec<T>;
    type Batch = Vec<T>;

    fn push(&mut self, open: &mut Vec<T>, item: T) -> Option<Vec<T>> {
        if (self.0)(&item) {
            open.push(item);
            None
        } else {
            (!open.is_empty()).then(|| mem::take(open))
        }
    }

    fn finish(self, open: Vec<T>) -> Option<Vec<T>> {
        (!open.is_empty()).then_some(open)
    }
}
