use std::ops::ControlFlow::{self, Continue};

use crate::engine::Reducer;
use crate::mono::AtMostOne;

/// Reducer for [`AggregateExt::average`](crate::ext::AggregateExt::average).
#[derive(Clone, Debug)]
pub struct Average;

impl<T, E> Reducer<(f64, u64), T, E> for Average
where
    T: Into<f64>,
{
    type Item = f64;
    type Cardinality = AtMostOne;
    const FAILS: bool = false;

    fn step(&mut self, (sum, count): (f64, u64), item: T) -> ControlFlow<(f64, u64), (f64, u64)> {
        Continue((sum + item.into(), count + 1))
    }

    fn finish(self, (sum, count): (f64, u64)) -> Result<Option<f64>, E> {
        Ok((count > 0).then(|| sum / count as f64))
    }
}
