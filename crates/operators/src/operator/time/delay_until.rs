use std::fmt;

use reactive_streams::{Publisher, Subscriber};

use crate::ext::{CombineExt, FlattenExt, TransformExt};
use crate::source::FromIter;

/// Publisher for [`TimeExt::delay_until`](crate::ext::TimeExt::delay_until).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct DelayUntil<P, F> {
    upstream: P,
    f: F,
}

impl<P: fmt::Debug, F> fmt::Debug for DelayUntil<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DelayUntil").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P, F> DelayUntil<P, F> {
    pub(crate) fn new(upstream: P, f: F) -> Self {
        Self { upstream, f }
    }
}

impl<P, F, Q> Publisher for DelayUntil<P, F>
where
    P: Publisher,
    F: FnMut(&P::Item) -> Q + Send + 'static,
    Q: Publisher<Error = P::Error>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let mut f = self.f;
        let late = self.upstream.concat_map(move |item| {
            let nothing = f(&item).filter_map(|_| None);
            nothing.chain(FromIter::new(Some(item).into_iter()))
        });
        late.subscribe(subscriber);
    }
}
