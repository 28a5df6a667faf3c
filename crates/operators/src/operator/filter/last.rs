use std::marker::PhantomData;
use std::ops::ControlFlow::{self, Continue};

use crate::engine::Reducer;
use crate::mono::Cardinality;

/// Reducer for [`SelectExt::last`](crate::ext::SelectExt::last), and for the only element of a stream
/// that has as many as `C` says.
pub struct Last<C>(PhantomData<fn() -> C>);

opaque!(Last<C>);

impl<C> Last<C> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

// By hand, because the derived one would ask for `C: Clone`.
impl<C> Clone for Last<C> {
    fn clone(&self) -> Self {
        Self::new()
    }
}

impl<T, E, C> Reducer<Option<T>, T, E> for Last<C>
where
    T: Send + 'static,
    C: Cardinality,
{
    type Item = T;
    type Cardinality = C;
    const FAILS: bool = false;

    fn step(&mut self, _before: Option<T>, item: T) -> ControlFlow<Option<T>, Option<T>> {
        Continue(Some(item))
    }

    fn finish(self, last: Option<T>) -> Result<Option<T>, E> {
        Ok(last)
    }
}
