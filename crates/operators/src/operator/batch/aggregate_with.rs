use std::marker::PhantomData;
use std::ops::ControlFlow::{self, Break, Continue};

use crate::engine::Batcher;

/// Batcher for [`BatchExt::aggregate_with`](crate::ext::BatchExt::aggregate_with).
pub struct AggregateWith<A, F> {
    f: F,
    aggregate: PhantomData<fn() -> A>,
}

opaque!(AggregateWith<A, F>);

// By hand, because the derived one would ask for `A: Clone`.
impl<A, F: Clone> Clone for AggregateWith<A, F> {
    fn clone(&self) -> Self {
        Self::new(self.f.clone())
    }
}

impl<A, F> AggregateWith<A, F> {
    pub(crate) fn new(f: F) -> Self {
        Self { f, aggregate: PhantomData }
    }
}

impl<T, A, F> Batcher<T> for AggregateWith<A, F>
where
    A: Send + 'static,
    F: FnMut(Option<A>, T) -> ControlFlow<A, A> + Send + 'static,
{
    type Open = Option<A>;
    type Batch = A;

    fn push(&mut self, open: &mut Option<A>, item: T) -> Option<A> {
        match (self.f)(open.take(), item) {
            Continue(aggregate) => {
                *open = Some(aggregate);
                None
            }
            Break(aggregate) => Some(aggregate),
        }
    }

    fn finish(self, open: Option<A>) -> Option<A> {
        open
    }
}
