use std::future::Future;

use crate::engine::{Launch, Started};

/// What [`AsyncExt::map_async`](crate::ext::AsyncExt::map_async),
/// [`map_async_unordered`](crate::ext::AsyncExt::map_async_unordered) and
/// [`for_each_concurrent`](crate::ext::AsyncExt::for_each_concurrent) do with an element.
pub struct MapAsync<F>(F);

opaque!(MapAsync<F>);

impl<F> MapAsync<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, F, Fut> Launch<T> for MapAsync<F>
where
    F: FnMut(T) -> Fut + Send + 'static,
    Fut: Future<Output: Send> + Send + 'static,
{
    type Future = Fut;
    type Tag = ();
    type Item = Fut::Output;

    fn start(&mut self, ticket: u64, item: T) -> Option<Started<Fut, ()>> {
        Some(Started { ticket, future: (self.0)(item), tag: () })
    }

    fn finish(&mut self, (): (), output: Fut::Output) -> Option<Fut::Output> {
        Some(output)
    }
}
