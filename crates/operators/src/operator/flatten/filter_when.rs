use std::future::Future;

use crate::engine::{Launch, Started};

/// What [`AsyncExt::filter_when`](crate::ext::AsyncExt::filter_when) does with an element.
pub struct FilterWhen<F>(F);

opaque!(FilterWhen<F>);

impl<F> FilterWhen<F> {
    pub(crate) fn new(predicate: F) -> Self {
        Self(predicate)
    }
}

impl<T, F, Fut> Launch<T> for FilterWhen<F>
where
    T: Send + 'static,
    F: FnMut(&T) -> Fut + Send + 'static,
    Fut: Future<Output = bool> + Send + 'static,
{
    type Future = Fut;
    type Tag = T;
    type Item = T;

    fn start(&mut self, ticket: u64, item: T) -> Option<Started<Fut, T>> {
        let future = (self.0)(&item);
        Some(Started { ticket, future, tag: item })
    }

    fn finish(&mut self, item: T, keep: bool) -> Option<T> {
        keep.then_some(item)
    }
}
