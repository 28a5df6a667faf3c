use std::ops::ControlFlow::{self, Continue};

use crate::engine::Reducer;
use crate::mono::ExactlyOne;

/// Reducer for [`AggregateExt::concat_items`](crate::ext::AggregateExt::concat_items).
#[derive(Clone, Debug)]
pub struct ConcatItems;

impl<T, E> Reducer<T, T, E> for ConcatItems
where
    T: IntoIterator + Extend<T::Item> + Send + 'static,
{
    type Item = T;
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;

    fn step(&mut self, mut all: T, item: T) -> ControlFlow<T, T> {
        all.extend(item);
        Continue(all)
    }

    fn finish(self, all: T) -> Result<Option<T>, E> {
        Ok(Some(all))
    }
}
