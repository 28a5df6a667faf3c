use std::ops::ControlFlow::{self, Break, Continue};

use crate::engine::Reducer;
use crate::mono::ExactlyOne;

/// Reducer for [`AggregateExt::contains`](crate::ext::AggregateExt::contains).
#[derive(Clone, Debug)]
pub struct Contains<T>(T);

impl<T> Contains<T> {
    pub(crate) fn new(wanted: T) -> Self {
        Self(wanted)
    }
}

impl<T, E> Reducer<bool, T, E> for Contains<T>
where
    T: PartialEq + Send + 'static,
{
    type Item = bool;
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;

    fn step(&mut self, found: bool, item: T) -> ControlFlow<bool, bool> {
        if item == self.0 { Break(true) } else { Continue(found) }
    }

    fn finish(self, found: bool) -> Result<Option<bool>, E> {
        Ok(Some(found))
    }
}
