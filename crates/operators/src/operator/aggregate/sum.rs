use std::iter;
use std::ops::Add;
use std::ops::ControlFlow::{self, Continue};

use crate::engine::Reducer;
use crate::mono::ExactlyOne;

/// Reducer for [`AggregateExt::sum`](crate::ext::AggregateExt::sum).
#[derive(Clone, Debug)]
pub struct Sum;

impl<T, E, A> Reducer<A, T, E> for Sum
where
    A: iter::Sum<T> + Add<Output = A> + Send + 'static,
{
    type Item = A;
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;

    fn step(&mut self, sum: A, item: T) -> ControlFlow<A, A> {
        Continue(sum + iter::once(item).sum())
    }

    fn finish(self, sum: A) -> Result<Option<A>, E> {
        Ok(Some(sum))
    }
}
