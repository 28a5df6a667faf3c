use std::ops::ControlFlow::{self, Break};

use reactive_streams::Demand;

use crate::engine::Reducer;
use crate::mono::ExactlyOne;

/// Reducer for [`AggregateExt::is_empty`](crate::ext::AggregateExt::is_empty).
#[derive(Clone, Debug)]
pub struct IsEmpty;

impl<T, E> Reducer<bool, T, E> for IsEmpty {
    type Item = bool;
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;

    fn demand(&self) -> Demand {
        Demand::ONE
    }

    fn step(&mut self, _empty: bool, _item: T) -> ControlFlow<bool, bool> {
        Break(false)
    }

    fn finish(self, empty: bool) -> Result<Option<bool>, E> {
        Ok(Some(empty))
    }
}
