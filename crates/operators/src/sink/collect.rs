use std::ops::ControlFlow::{self, Continue};

use reactive_streams::Subscriber;

use super::Outcome;
use super::reduce::halves;
use crate::engine::Reducer;
use crate::mono::ExactlyOne;

/// The two halves of [`ConsumeExt::collect`](crate::ext::ConsumeExt::collect).
pub fn collect<T, E, C>() -> (impl Subscriber<T, E>, Outcome<C, E>)
where
    T: Send + 'static,
    E: Send + 'static,
    C: Default + Extend<T> + Send + 'static,
{
    halves::<T, E, C, _>(C::default(), Collect)
}

/// Reducer for [`ConsumeExt::collect`](crate::ext::ConsumeExt::collect).
#[derive(Clone, Debug)]
pub struct Collect;

impl<T, E, C> Reducer<C, T, E> for Collect
where
    C: Extend<T> + Send + 'static,
{
    type Item = C;
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;
    const BREAKS: bool = false;

    fn step(&mut self, mut collection: C, item: T) -> ControlFlow<C, C> {
        collection.extend(Some(item));
        Continue(collection)
    }

    fn finish(self, collection: C) -> Result<Option<C>, E> {
        Ok(Some(collection))
    }
}
