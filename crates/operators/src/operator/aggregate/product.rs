use std::iter;
use std::ops::ControlFlow::{self, Continue};
use std::ops::Mul;

use crate::engine::Reducer;
use crate::mono::ExactlyOne;

/// Reducer for [`AggregateExt::product`](crate::ext::AggregateExt::product).
#[derive(Clone, Debug)]
pub struct Product;

impl<T, E, A> Reducer<A, T, E> for Product
where
    A: iter::Product<T> + Mul<Output = A> + Send + 'static,
{
    type Item = A;
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;

    fn step(&mut self, product: A, item: T) -> ControlFlow<A, A> {
        Continue(product * iter::once(item).product())
    }

    fn finish(self, product: A) -> Result<Option<A>, E> {
        Ok(Some(product))
    }
}
