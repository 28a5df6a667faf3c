use std::marker::PhantomData;
use std::ops::ControlFlow::{self, Continue};

use super::Cardinality;
use crate::engine::Reducer;

/// The only element of a stream that gives as many as `C` says.
pub(super) struct Only<C>(PhantomData<fn() -> C>);

impl<C> Only<C> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T, E, C> Reducer<Option<T>, T, E> for Only<C>
where
    T: Send + 'static,
    C: Cardinality,
{
    type Item = T;
    type Cardinality = C;
    const FAILS: bool = false;

    fn step(&mut self, _none: Option<T>, item: T) -> ControlFlow<Option<T>, Option<T>> {
        Continue(Some(item))
    }

    fn finish(self, element: Option<T>) -> Result<Option<T>, E> {
        Ok(element)
    }
}
