use std::ops::ControlFlow;

use crate::engine::Reducer;
use crate::mono::ExactlyOne;

/// Reducer for [`AggregateExt::fold_while`](crate::ext::AggregateExt::fold_while).
#[derive(Clone)]
pub struct FoldWhile<F>(F);

opaque!(FoldWhile<F>);

impl<F> FoldWhile<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, E, A, F> Reducer<A, T, E> for FoldWhile<F>
where
    A: Send + 'static,
    F: FnMut(A, T) -> ControlFlow<A, A> + Send + 'static,
{
    type Item = A;
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;

    fn step(&mut self, state: A, item: T) -> ControlFlow<A, A> {
        (self.0)(state, item)
    }

    fn finish(self, state: A) -> Result<Option<A>, E> {
        Ok(Some(state))
    }
}
