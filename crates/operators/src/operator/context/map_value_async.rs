use std::future::Future;

use crate::engine::{Launch, Started};

/// What [`ContextExt::map_value_async`](crate::ext::ContextExt::map_value_async) does with an element.
pub struct MapValueAsync<F>(F);

opaque!(MapValueAsync<F>);

impl<F> MapValueAsync<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, C, F, Fut> Launch<(T, C)> for MapValueAsync<F>
where
    C: Send + 'static,
    F: FnMut(T) -> Fut + Send + 'static,
    Fut: Future<Output: Send> + Send + 'static,
{
    type Future = Fut;
    type Tag = C;
    type Item = (Fut::Output, C);

    fn start(&mut self, ticket: u64, (value, context): (T, C)) -> Option<Started<Fut, C>> {
        Some(Started { ticket, future: (self.0)(value), tag: context })
    }

    fn finish(&mut self, context: C, output: Fut::Output) -> Option<Self::Item> {
        Some((output, context))
    }
}
