use std::ops::ControlFlow::{self, Continue};

use crate::engine::Reducer;
use crate::mono::AtMostOne;

/// Reducer for [`AggregateExt::min`](crate::ext::AggregateExt::min).
#[derive(Clone, Debug)]
pub struct Min;

impl<T, E> Reducer<Option<T>, T, E> for Min
where
    T: Ord + Send + 'static,
{
    type Item = T;
    type Cardinality = AtMostOne;
    const FAILS: bool = false;

    fn step(&mut self, min: Option<T>, item: T) -> ControlFlow<Option<T>, Option<T>> {
        Continue(Some(match min {
            Some(min) if min <= item => min,
            _ => item,
        }))
    }

    fn finish(self, min: Option<T>) -> Result<Option<T>, E> {
        Ok(min)
    }
}

/// Reducer for [`AggregateExt::min_by_key`](crate::ext::AggregateExt::min_by_key).
#[derive(Clone)]
pub struct MinByKey<F>(F);

opaque!(MinByKey<F>);

impl<F> MinByKey<F> {
    pub(crate) fn new(key: F) -> Self {
        Self(key)
    }
}

impl<T, E, K, F> Reducer<Option<(K, T)>, T, E> for MinByKey<F>
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
        min: Option<(K, T)>,
        item: T,
    ) -> ControlFlow<Option<(K, T)>, Option<(K, T)>> {
        let key = (self.0)(&item);
        Continue(Some(match min {
            Some(min) if min.0 <= key => min,
            _ => (key, item),
        }))
    }

    fn finish(self, min: Option<(K, T)>) -> Result<Option<T>, E> {
        Ok(min.map(|(_key, item)| item))
    }
}
