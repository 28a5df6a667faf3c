use std::collections::HashSet;
use std::fmt;
use std::hash::Hash;

use super::Property;
use crate::engine::{Stage, Step};

/// Stage for [`FilterExt::distinct`](crate::ext::FilterExt::distinct) and
/// [`distinct_key`](crate::ext::FilterExt::distinct_key).
#[derive(Clone)]
pub struct Distinct<K, F> {
    key: F,
    seen: HashSet<K>,
}

impl<K, F> Distinct<K, F> {
    pub(crate) fn new(key: F) -> Self {
        Self { key, seen: HashSet::new() }
    }
}

impl<K, F> fmt::Debug for Distinct<K, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Distinct").finish_non_exhaustive()
    }
}

impl<T, E, K, F> Stage<T, E> for Distinct<K, F>
where
    T: Send + 'static,
    K: Eq + Hash + Send + 'static,
    F: Property<T, Value = K>,
{
    type Item = T;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<T, E> {
        if self.seen.insert(self.key.of(&item)) { Step::Next(item) } else { Step::Skip }
    }
}
