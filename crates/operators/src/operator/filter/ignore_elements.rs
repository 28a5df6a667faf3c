use std::ops::ControlFlow::{self, Continue};

use crate::engine::Reducer;
use crate::mono::AtMostOne;

/// Reducer for [`SelectExt::ignore_elements`](crate::ext::SelectExt::ignore_elements).
#[derive(Clone, Debug)]
pub struct IgnoreElements;

impl<T, E> Reducer<(), T, E> for IgnoreElements
where
    T: Send + 'static,
{
    type Item = T;
    type Cardinality = AtMostOne;
    const FAILS: bool = false;

    fn step(&mut self, (): (), _item: T) -> ControlFlow<(), ()> {
        Continue(())
    }

    fn finish(self, (): ()) -> Result<Option<T>, E> {
        Ok(None)
    }
}
