use std::fmt;

use reactive_streams::{Publisher, Subscriber};

/// Publisher for [`TransformExt::transform_deferred`](crate::ext::TransformExt::transform_deferred).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct TransformDeferred<P, F> {
    upstream: P,
    f: F,
}

impl<P: fmt::Debug, F> fmt::Debug for TransformDeferred<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransformDeferred")
            .field("upstream", &self.upstream)
            .finish_non_exhaustive()
    }
}

impl<P, F> TransformDeferred<P, F> {
    pub(crate) fn new(upstream: P, f: F) -> Self {
        Self { upstream, f }
    }
}

impl<P, F, Q> Publisher for TransformDeferred<P, F>
where
    P: Publisher,
    F: FnOnce(P) -> Q + Send + 'static,
    Q: Publisher,
{
    type Item = Q::Item;
    type Error = Q::Error;

    fn subscribe<S: Subscriber<Q::Item, Q::Error>>(self, subscriber: S) {
        (self.f)(self.upstream).subscribe(subscriber);
    }
}
