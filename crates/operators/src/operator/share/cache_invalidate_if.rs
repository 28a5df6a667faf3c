use std::fmt;
use std::mem;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use super::Replay;
use crate::sync::{Mutex, lock};

/// Publisher for [`Mono::cache_invalidate_if`](crate::Mono::cache_invalidate_if).
#[must_use = "publishers do nothing unless subscribed"]
pub struct CacheInvalidateIf<P: Publisher, F> {
    /// For the cache that takes the place of an invalid one when this clone is subscribed.
    upstream: P,
    cache: Arc<Mutex<Replay<P>>>,
    invalid: Arc<F>,
}

impl<P: Publisher + Clone, F> CacheInvalidateIf<P, F> {
    pub(crate) fn new(upstream: P, invalid: F) -> Self {
        let cache = Arc::new(Mutex::new(Replay::new(upstream.clone(), NonZeroUsize::MAX)));
        Self { upstream, cache, invalid: Arc::new(invalid) }
    }
}

// By hand, because the derived one would ask for `F: Clone`.
impl<P: Publisher + Clone, F> Clone for CacheInvalidateIf<P, F> {
    fn clone(&self) -> Self {
        let (cache, invalid) = (Arc::clone(&self.cache), Arc::clone(&self.invalid));
        Self { upstream: self.upstream.clone(), cache, invalid }
    }
}

impl<P: Publisher + fmt::Debug, F> fmt::Debug for CacheInvalidateIf<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CacheInvalidateIf")
            .field("upstream", &self.upstream)
            .finish_non_exhaustive()
    }
}

impl<P, F> Publisher for CacheInvalidateIf<P, F>
where
    P: Publisher<Item: Clone + Sync, Error: Clone>,
    F: Fn(&P::Item) -> bool + Send + Sync + 'static,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let mut cache = lock(&self.cache).clone();
        if cache.is_invalid(&*self.invalid) {
            let new = Replay::new(self.upstream, NonZeroUsize::MAX);
            let mut current = lock(&self.cache);
            // Somebody else may have been first.
            let unused = if current.is(&cache) { mem::replace(&mut *current, new) } else { new };
            cache = current.clone();
            drop(current);
            drop(unused);
        }
        cache.subscribe(subscriber);
    }
}
