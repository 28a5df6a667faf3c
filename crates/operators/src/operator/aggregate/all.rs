use std::ops::ControlFlow::{self, Break, Continue};

use crate::engine::Reducer;
use crate::mono::ExactlyOne;

/// Reducer for [`AggregateExt::all`](crate::ext::AggregateExt::all).
#[derive(Clone)]
pub struct All<F>(F);

opaque!(All<F>);

impl<F> All<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, E, F> Reducer<bool, T, E> for All<F>
where
    F: FnMut(T) -> bool + Send + 'static,
{
    type Item = bool;
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;

    fn step(&mut self, all: bool, item: T) -> ControlFlow<bool, bool> {
        if (self.0)(item) { Continue(all) } else { Break(false) }
    }

    fn finish(self, all: bool) -> Result<Option<bool>, E> {
        Ok(Some(all))
    }
}
