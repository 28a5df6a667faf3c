use std::ops::ControlFlow::{self, Break, Continue};

use crate::engine::Reducer;
use crate::mono::AtMostOne;

/// Reducer for [`SelectExt::find`](crate::ext::SelectExt::find).
#[derive(Clone)]
pub struct Find<F>(F);

opaque!(Find<F>);

impl<F> Find<F> {
    pub(crate) fn new(predicate: F) -> Self {
        Self(predicate)
    }
}

impl<T, E, F> Reducer<Option<T>, T, E> for Find<F>
where
    T: Send + 'static,
    F: FnMut(&T) -> bool + Send + 'static,
{
    type Item = T;
    type Cardinality = AtMostOne;
    const FAILS: bool = false;

    fn step(&mut self, none: Option<T>, item: T) -> ControlFlow<Option<T>, Option<T>> {
        if (self.0)(&item) { Break(Some(item)) } else { Continue(none) }
    }

    fn finish(self, found: Option<T>) -> Result<Option<T>, E> {
        Ok(found)
    }
}
