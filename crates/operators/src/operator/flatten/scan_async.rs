use std::future::Future;

use crate::engine::{Launch, Started};

/// What [`AsyncExt::scan_async`](crate::ext::AsyncExt::scan_async) does with an element.
pub struct ScanAsync<A, F> {
    state: A,
    f: F,
}

opaque!(ScanAsync<A, F>);

impl<A, F> ScanAsync<A, F> {
    pub(crate) fn new(init: A, f: F) -> Self {
        Self { state: init, f }
    }
}

impl<T, A, F, Fut> Launch<T> for ScanAsync<A, F>
where
    A: Clone + Send + 'static,
    F: FnMut(A, T) -> Fut + Send + 'static,
    Fut: Future<Output = A> + Send + 'static,
{
    type Future = Fut;
    type Tag = ();
    type Item = A;

    fn start(&mut self, ticket: u64, item: T) -> Option<Started<Fut, ()>> {
        let future = (self.f)(self.state.clone(), item);
        Some(Started { ticket, future, tag: () })
    }

    fn finish(&mut self, (): (), state: A) -> Option<A> {
        self.state = state.clone();
        Some(state)
    }
}
