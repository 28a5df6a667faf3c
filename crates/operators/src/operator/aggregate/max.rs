use std::ops::ControlFlow::{self, Continue};

use crate::engine::Reducer;
use crate::mono::AtMostOne;

/// Reducer for [`AggregateExt::max`](crate::ext::AggregateExt::max).
#[derive(Clone, Debug)]
pub struct Max;

impl<T, E> Reducer<Option<T>, T, E> for Max
where
    T: Ord + Send + 'static,
{
    type Item = T;
    type Cardinality = AtMostOne;
    const FAILS: bool = false;

    fn step(&mut self, max: Option<T>, item: T) -> ControlFlow<Option<T>, Option<T>> {
        Continue(Some(match max {
            Some(max) if max > item => max,
            _ => item,
        }))
    }

    fn finish(self, max: Option<T>) -> Result<Option<T>, E> {
        Ok(max)
    }
}

/// Reducer for [`AggregateExt::max_by_key`](crate::ext::AggregateExt::max_by_key).
#[derive(Clone)]
pub struct MaxByKey<F>(F);

opaque!(MaxByKey<F>);

impl<F> MaxByKey<F> {
    pub(crate) fn new(key: F) -> Self {
        Self(key)
    }
}

impl<T, E, K, F> Reducer<Option<(K, T)>, T, E> for MaxByKey<F>
where
    T: Send + 'static,
    K: Ord,
    F: FnMut(&T) -> K + Send + 'static,
{
    type Item = T;
    type Cardinality = AtMostOne;
    const FAILS: bool = false;

    fn step(
        &mut self,
        max: Option<(K, T)>,
        item: T,
    ) -> ControlFlow<Option<(K, T)>, Option<(K, T)>> {
        let key = (self.0)(&item);
        Continue(Some(match max {
            Some(max) if max.0 > key => max,
            _ => (key, item),
        }))
    }

    fn finish(self, max: Option<(K, T)>) -> Result<Option<T>, E> {
        Ok(max.map(|(_key, item)| item))
    }
}
