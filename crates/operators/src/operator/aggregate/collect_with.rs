use std::ops::ControlFlow::{self, Continue};

use crate::engine::Reducer;
use crate::mono::ExactlyOne;

/// Reducer for [`AggregateExt::collect_with`](crate::ext::AggregateExt::collect_with).
#[derive(Clone)]
pub struct CollectWith<F>(F);

opaque!(CollectWith<F>);

impl<F> CollectWith<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, E, A, F> Reducer<A, T, E> for CollectWith<F>
where
    A: Send + 'static,
    F: FnMut(&mut A, T) + Send + 'static,
{
    type Item = A;
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;

    fn step(&mut self, mut state: A, item: T) -> ControlFlow<A, A> {
        (self.0)(&mut state, item);
        Continue(state)
    }

    fn finish(self, state: A) -> Result<Option<A>, E> {
        Ok(Some(state))
    }
}
