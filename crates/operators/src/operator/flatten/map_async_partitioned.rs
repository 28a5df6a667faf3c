use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::hash::Hash;

use crate::engine::{Launch, Started};

/// What [`AsyncExt::map_async_partitioned`](crate::ext::AsyncExt::map_async_partitioned) does with an
/// element.
pub struct MapAsyncPartitioned<T, K, G, F> {
    key: G,
    f: F,
    /// The elements that wait for the one of their key that is in flight.
    waiting: HashMap<K, VecDeque<(u64, T)>>,
    /// The key of which another may start now.
    free: Option<K>,
}

opaque!(MapAsyncPartitioned<T, K, G, F>);

impl<T, K, G, F> MapAsyncPartitioned<T, K, G, F> {
    pub(crate) fn new(key: G, f: F) -> Self {
        Self { key, f, waiting: HashMap::new(), free: None }
    }
}

impl<T, K, G, F, Fut> Launch<T> for MapAsyncPartitioned<T, K, G, F>
where
    T: Send + 'static,
    K: Hash + Eq + Clone + Send + 'static,
    G: FnMut(&T) -> K + Send + 'static,
    F: FnMut(T) -> Fut + Send + 'static,
    Fut: Future<Output: Send> + Send + 'static,
{
    type Future = Fut;
    type Tag = K;
    type Item = Fut::Output;

    fn start(&mut self, ticket: u64, item: T) -> Option<Started<Fut, K>> {
        let key = (self.key)(&item);
        if let Some(waiting) = self.waiting.get_mut(&key) {
            waiting.push_back((ticket, item));
            return None;
        }
        self.waiting.insert(key.clone(), VecDeque::new());
        Some(Started { ticket, future: (self.f)(item), tag: key })
    }

    fn finish(&mut self, key: K, output: Fut::Output) -> Option<Fut::Output> {
        self.free = Some(key);
        Some(output)
    }

    fn resume(&mut self) -> Option<Started<Fut, K>> {
        let key = self.free.take()?;
        match self.waiting.get_mut(&key)?.pop_front() {
            Some((ticket, item)) => Some(Started { ticket, future: (self.f)(item), tag: key }),
            None => {
                self.waiting.remove(&key);
                None
            }
        }
    }
}
