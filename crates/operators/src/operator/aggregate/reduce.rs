use std::ops::ControlFlow::{self, Continue};

use crate::engine::Reducer;
use crate::mono::AtMostOne;

/// Reducer for [`AggregateExt::reduce`](crate::ext::AggregateExt::reduce).
#[derive(Clone)]
pub struct ReduceItems<F>(F);

opaque!(ReduceItems<F>);

impl<F> ReduceItems<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, E, F> Reducer<Option<T>, T, E> for ReduceItems<F>
where
    T: Send + 'static,
    F: FnMut(T, T) -> T + Send + 'static,
{
    type Item = T;
    type Cardinality = AtMostOne;
    const FAILS: bool = false;

    fn step(&mut self, reduced: Option<T>, item: T) -> ControlFlow<Option<T>, Option<T>> {
        Continue(Some(match reduced {
            Some(reduced) => (self.0)(reduced, item),
            None => item,
        }))
    }

    fn finish(self, reduced: Option<T>) -> Result<Option<T>, E> {
        Ok(reduced)
    }
}
