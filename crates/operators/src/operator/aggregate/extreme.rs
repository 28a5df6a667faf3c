use std::fmt;
use std::ops::ControlFlow::{self, Continue};

use crate::engine::Reducer;
use crate::mono::AtMostOne;

/// Reducer for [`AggregateExt::max`](crate::ext::AggregateExt::max).
pub type Max = Extreme<true>;

/// Reducer for [`AggregateExt::min`](crate::ext::AggregateExt::min).
pub type Min = Extreme<false>;

/// Reducer for [`AggregateExt::max_by_key`](crate::ext::AggregateExt::max_by_key).
pub type MaxByKey<F> = ExtremeByKey<F, true>;

/// Reducer for [`AggregateExt::min_by_key`](crate::ext::AggregateExt::min_by_key).
pub type MinByKey<F> = ExtremeByKey<F, false>;

/// Whether one stays when the other comes: of equal ones the last is the greatest and the first the least,
/// as with [`Iterator`].
fn stays<T: Ord, const GREATEST: bool>(one: &T, other: &T) -> bool {
    if GREATEST { one > other } else { one <= other }
}

/// The greatest element, or the least.
#[derive(Clone, Debug)]
pub struct Extreme<const GREATEST: bool>;

impl<T, E, const GREATEST: bool> Reducer<Option<T>, T, E> for Extreme<GREATEST>
where
    T: Ord + Send + 'static,
{
    type Item = T;
    type Cardinality = AtMostOne;
    const FAILS: bool = false;

    fn step(&mut self, extreme: Option<T>, item: T) -> ControlFlow<Option<T>, Option<T>> {
        Continue(Some(match extreme {
            Some(extreme) if stays::<T, GREATEST>(&extreme, &item) => extreme,
            _ => item,
        }))
    }

    fn finish(self, extreme: Option<T>) -> Result<Option<T>, E> {
        Ok(extreme)
    }
}

/// The element with the greatest key, or with the least.
#[derive(Clone)]
pub struct ExtremeByKey<F, const GREATEST: bool>(F);

impl<F, const GREATEST: bool> fmt::Debug for ExtremeByKey<F, GREATEST> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExtremeByKey").finish_non_exhaustive()
    }
}

impl<F, const GREATEST: bool> ExtremeByKey<F, GREATEST> {
    pub(crate) fn new(key: F) -> Self {
        Self(key)
    }
}

impl<T, E, K, F, const GREATEST: bool> Reducer<Option<(K, T)>, T, E> for ExtremeByKey<F, GREATEST>
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
        extreme: Option<(K, T)>,
        item: T,
    ) -> ControlFlow<Option<(K, T)>, Option<(K, T)>> {
        let key = (self.0)(&item);
        Continue(Some(match extreme {
            Some(extreme) if stays::<K, GREATEST>(&extreme.0, &key) => extreme,
            _ => (key, item),
        }))
    }

    fn finish(self, extreme: Option<(K, T)>) -> Result<Option<T>, E> {
        Ok(extreme.map(|(_key, item)| item))
    }
}
