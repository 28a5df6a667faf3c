use std::ops::ControlFlow::{self, Continue};

use crate::engine::Reducer;
use crate::mono::ExactlyOne;

/// Reducer for [`AggregateExt::count`](crate::ext::AggregateExt::count).
#[derive(Clone, Debug)]
pub struct Count;

impl<T, E> Reducer<u64, T, E> for Count {
    type Item = u64;
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;

    fn step(&mut self, count: u64, _item: T) -> ControlFlow<u64, u64> {
        Continue(count + 1)
    }

    fn finish(self, count: u64) -> Result<Option<u64>, E> {
        Ok(Some(count))
    }
}
