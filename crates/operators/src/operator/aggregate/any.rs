use std::ops::ControlFlow::{self, Break, Continue};

use crate::engine::Reducer;
use crate::mono::ExactlyOne;

/// Reducer for [`AggregateExt::any`](crate::ext::AggregateExt::any).
#[derive(Clone)]
pub struct Any<F>(F);

opaque!(Any<F>);

impl<F> Any<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, E, F> Reducer<bool, T, E> for Any<F>
where
    F: FnMut(T) -> bool + Send + 'static,
{
    type Item = bool;
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;

    fn step(&mut self, any: bool, item: T) -> ControlFlow<bool, bool> {
        if (self.0)(item) { Break(true) } else { Continue(any) }
    }

    fn finish(self, any: bool) -> Result<Option<bool>, E> {
        Ok(Some(any))
    }
}
