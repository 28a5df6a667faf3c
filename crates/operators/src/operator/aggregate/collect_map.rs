use std::collections::HashMap;
use std::hash::Hash;
use std::ops::ControlFlow::{self, Continue};

use crate::engine::Reducer;
use crate::mono::ExactlyOne;

/// Reducer for [`AggregateExt::collect_map`](crate::ext::AggregateExt::collect_map).
#[derive(Clone)]
pub struct CollectMap<F>(F);

opaque!(CollectMap<F>);

impl<F> CollectMap<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, E, K, V, F> Reducer<HashMap<K, V>, T, E> for CollectMap<F>
where
    K: Eq + Hash + Send + 'static,
    V: Send + 'static,
    F: FnMut(T) -> (K, V) + Send + 'static,
{
    type Item = HashMap<K, V>;
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;

    fn step(
        &mut self,
        mut map: HashMap<K, V>,
        item: T,
    ) -> ControlFlow<HashMap<K, V>, HashMap<K, V>> {
        let (key, value) = (self.0)(item);
        map.insert(key, value);
        Continue(map)
    }

    fn finish(self, map: HashMap<K, V>) -> Result<Option<HashMap<K, V>>, E> {
        Ok(Some(map))
    }
}
