use std::future::Future;

use crate::engine::{Launch, Started};

/// What [`AsyncExt::fold_async`](crate::ext::AsyncExt::fold_async) does with an element.
pub struct FoldAsync<A, F> {
    /// Gone while a future has it.
    state: Option<A>,
    f: F,
}

opaque!(FoldAsync<A, F>);

impl<A, F> FoldAsync<A, F> {
    pub(crate) fn new(init: A, f: F) -> Self {
        Self { state: Some(init), f }
    }
}

impl<T, A, F, Fut> Launch<T> for FoldAsync<A, F>
where
    A: Send + 'static,
    F: FnMut(A, T) -> Fut + Send + 'static,
    Fut: Future<Output = A> + Send + 'static,
{
    type Future = Fut;
    type Tag = ();
    type Item = A;

    fn start(&mut self, ticket: u64, item: T) -> Option<Started<Fut, ()>> {
        let future = (self.f)(self.state.take()?, item);
        Some(Started { ticket, future, tag: () })
    }

    fn finish(&mut self, (): (), state: A) -> Option<A> {
        self.state = Some(state);
        None
    }

    fn last(&mut self) -> Option<A> {
        self.state.take()
    }
}
