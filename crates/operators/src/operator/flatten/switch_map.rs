use std::fmt;
use std::num::NonZeroUsize;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{End, Merging, Order, Source, gather_map};
use crate::operator::PREFETCH;

/// Publisher for [`FlattenExt::switch_map`](crate::ext::FlattenExt::switch_map) and
/// [`switch_on_next`](crate::ext::FlattenExt::switch_on_next).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct SwitchMap<P, F> {
    upstream: P,
    f: F,
    merging: Merging,
}

impl<P, F> SwitchMap<P, F> {
    pub(crate) fn new(upstream: P, f: F) -> Self {
        Self { upstream, f, merging: Merging { prefetch: PREFETCH, delay_errors: false } }
    }

    /// Has so many elements of a publisher be requested beforehand, and wait at most.
    pub fn prefetch(mut self, prefetch: NonZeroUsize) -> Self {
        self.merging.prefetch = prefetch;
        self
    }

    /// Has an error wait until everything else has been given; the first one counts.
    #[doc(alias = "switchMapDelayError")]
    #[doc(alias = "switchMapCompletableDelayError")]
    #[doc(alias = "switchMapMaybeDelayError")]
    #[doc(alias = "switchMapSingleDelayError")]
    #[doc(alias = "switchOnNextDelayError")]
    pub fn delay_errors(mut self) -> Self {
        self.merging.delay_errors = true;
        self
    }
}

impl<P: fmt::Debug, F> fmt::Debug for SwitchMap<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SwitchMap")
            .field("upstream", &self.upstream)
            .field("prefetch", &self.merging.prefetch)
            .field("delay_errors", &self.merging.delay_errors)
            .finish_non_exhaustive()
    }
}

impl<P, F, Q> Publisher for SwitchMap<P, F>
where
    P: Publisher,
    F: FnMut(P::Item) -> Q + Send + 'static,
    Q: Publisher<Error = P::Error>,
{
    type Item = Q::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Q::Item, P::Error>>(self, subscriber: S) {
        let Self { upstream, f, merging } = self;
        gather_map(merging, upstream, NonZeroUsize::MAX, f, Newest, subscriber);
    }
}

/// The one that has come last takes the place of the one before.
struct Newest;

impl<T: Send + 'static, E: Send + 'static> Order<T, E> for Newest {
    const REPLACES: bool = true;

    fn choose(&mut self, sources: &mut [Source<T, E>]) -> Result<Option<usize>, End<E>> {
        let Some(newest) = sources.first_mut() else { return Ok(None) };
        Ok(newest.peek()?.map(|_| 0))
    }
}
