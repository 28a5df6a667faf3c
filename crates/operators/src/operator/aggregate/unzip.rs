use std::ops::ControlFlow::{self, Continue};

use crate::engine::Reducer;
use crate::mono::ExactlyOne;

/// Reducer for [`AggregateExt::unzip`](crate::ext::AggregateExt::unzip).
#[derive(Clone, Debug)]
pub struct Unzip;

impl<T, U, E, A, B> Reducer<(A, B), (T, U), E> for Unzip
where
    A: Extend<T> + Send + 'static,
    B: Extend<U> + Send + 'static,
{
    type Item = (A, B);
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;

    fn step(&mut self, mut both: (A, B), item: (T, U)) -> ControlFlow<(A, B), (A, B)> {
        both.extend(Some(item));
        Continue(both)
    }

    fn finish(self, both: (A, B)) -> Result<Option<(A, B)>, E> {
        Ok(Some(both))
    }
}
