use std::fmt;

use super::Property;
use crate::engine::{Stage, Step};

/// Stage for [`FilterExt::distinct_until_changed`](crate::ext::FilterExt::distinct_until_changed) and
/// [`distinct_until_key_changed`](crate::ext::FilterExt::distinct_until_key_changed).
#[derive(Clone)]
pub struct DistinctUntilChanged<K, F> {
    key: F,
    last: Option<K>,
}

impl<K, F> DistinctUntilChanged<K, F> {
    pub(crate) fn new(key: F) -> Self {
        Self { key, last: None }
    }
}

impl<K, F> fmt::Debug for DistinctUntilChanged<K, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DistinctUntilChanged").finish_non_exhaustive()
    }
}

impl<T, E, K, F> Stage<T, E> for DistinctUntilChanged<K, F>
where
    T: Send + 'static,
    K: PartialEq + Send + 'static,
    F: Property<T, Value = K>,
{
    type Item = T;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<T, E> {
        let key = Some(self.key.of(&item));
        if self.last == key {
            return Step::Skip;
        }
        self.last = key;
        Step::Next(item)
    }
}
