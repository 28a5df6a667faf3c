use std::collections::HashMap;
use std::hash::Hash;
use std::ops::ControlFlow::{self, Continue};

use crate::engine::Reducer;
use crate::mono::ExactlyOne;

/// Reducer for [`AggregateExt::collect_multimap`](crate::ext::AggregateExt::collect_multimap).
#[derive(Clone)]
pub struct CollectMultimap<F>(F);

opaque!(CollectMultimap<F>);

impl<F> CollectMultimap<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, E, K, V, F> Reducer<HashMap<K, Vec<V>>, T, E> for CollectMultimap<F>
where
    K: Eq + Hash + Send + 'static,
    V: Send + 'static,
    F: FnMut(T) -> (K, V) + Send + 'static,
{
    type Item = HashMap<K, Vec<V>>;
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;

    fn step(
        &mut self,
        mut map: HashMap<K, Vec<V>>,
        item: T,
    ) -> ControlFlow<HashMap<K, Vec<V>>, HashMap<K, Vec<V>>> {
        let (key, value) = (self.0)(item);
        map.entry(key).or_default().push(value);
        Continue(map)
    }

    fn finish(self, map: HashMap<K, Vec<V>>) -> Result<Option<HashMap<K, Vec<V>>>, E> {
        Ok(Some(map))
    }
}
