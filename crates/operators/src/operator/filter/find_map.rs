use std::ops::ControlFlow::{self, Break, Continue};

use crate::engine::Reducer;
use crate::mono::AtMostOne;

/// Reducer for [`SelectExt::find_map`](crate::ext::SelectExt::find_map).
#[derive(Clone)]
pub struct FindMap<F>(F);

opaque!(FindMap<F>);

impl<F> FindMap<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, E, U, F> Reducer<Option<U>, T, E> for FindMap<F>
where
    U: Send + 'static,
    F: FnMut(T) -> Option<U> + Send + 'static,
{
    type Item = U;
    type Cardinality = AtMostOne;
    const FAILS: bool = false;

    fn step(&mut self, none: Option<U>, item: T) -> ControlFlow<Option<U>, Option<U>> {
        match (self.0)(item) {
            Some(found) => Break(Some(found)),
            None => Continue(none),
        }
    }

    fn finish(self, found: Option<U>) -> Result<Option<U>, E> {
        Ok(found)
    }
}
