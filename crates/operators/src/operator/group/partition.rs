use std::fmt;
use std::mem;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Burst, Publisher, Subscriber, Subscription};

use crate::engine::{Credit, End, Flushed, LaneIn, LaneOut, lane};
use crate::hooks::drop_error;
use crate::sync::{Mutex, lock};

/// One of the two publishers of [`GroupExt::partition`](crate::ext::GroupExt::partition).
#[must_use = "publishers do nothing unless subscribed"]
pub struct Partition<P, F>
where
    P: Publisher<Error: Clone>,
{
    out: LaneOut<P::Item, P::Error>,
    source: Arc<Source<P, F>>,
}

/// The upstream and what is to subscribe it. Gone when that has been done.
type Source<P, F> =
    Mutex<Option<(P, Splitter<F, <P as Publisher>::Item, <P as Publisher>::Error>)>>;

/// Those for which the predicate holds, and the others.
pub(crate) fn partition<P, F>(
    upstream: P,
    capacity: NonZeroUsize,
    predicate: F,
) -> (Partition<P, F>, Partition<P, F>)
where
    P: Publisher<Error: Clone>,
{
    let credit = Credit::new(capacity);
    let (into_matching, matching) = lane(&credit);
    let (into_rest, rest) = lane(&credit);
    let lanes = Some([into_matching, into_rest].map(|lane| Kept::new(lane, &credit)));
    let source = Arc::new(Mutex::new(Some((upstream, Splitter { predicate, lanes, credit }))));
    let matching = Partition { out: matching, source: Arc::clone(&source) };
    (matching, Partition { out: rest, source })
}

impl<P, F> fmt::Debug for Partition<P, F>
where
    P: Publisher<Error: Clone>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Partition").finish_non_exhaustive()
    }
}

impl<P, F> Publisher for Partition<P, F>
where
    P: Publisher<Error: Clone>,
    F: FnMut(&P::Item) -> bool + Send + 'static,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        self.out.subscribe(subscriber);
        let source = lock(&self.source).take();
        if let Some((upstream, splitter)) = source {
            upstream.subscribe(splitter);
        }
    }
}

/// Publisher for [`GroupExt::divert_to`](crate::ext::GroupExt::divert_to).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct DivertTo<P, S, F> {
    upstream: P,
    capacity: NonZeroUsize,
    subscriber: S,
    predicate: F,
}

impl<P, S, F> DivertTo<P, S, F> {
    pub(crate) fn new(upstream: P, capacity: NonZeroUsize, subscriber: S, predicate: F) -> Self {
        Self { upstream, capacity, subscriber, predicate }
    }
}

impl<P: fmt::Debug, S, F> fmt::Debug for DivertTo<P, S, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DivertTo")
            .field("upstream", &self.upstream)
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}

impl<P, S, F> Publisher for DivertTo<P, S, F>
where
    P: Publisher<Error: Clone>,
    S: Subscriber<P::Item, P::Error>,
    F: FnMut(&P::Item) -> bool + Send + 'static,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<D: Subscriber<P::Item, P::Error>>(self, downstream: D) {
        let (diverted, rest) = partition(self.upstream, self.capacity, self.predicate);
        diverted.out.subscribe(self.subscriber); // both are there before the first element comes
        rest.subscribe(downstream);
    }
}

/// A lane, and how many elements are kept back in front of it.
struct Kept<T, E> {
    lane: LaneIn<T, E>,
    elements: usize,
    credit: Arc<Credit>,
}

impl<T: Send + 'static, E: Send + 'static> Kept<T, E> {
    fn new(lane: LaneIn<T, E>, credit: &Arc<Credit>) -> Self {
        Self { lane, elements: 0, credit: Arc::clone(credit) }
    }

    /// Puts what was kept back into the lane; if nobody wants it, it is dropped.
    fn flush(&mut self) {
        if mem::take(&mut self.elements) > 0 {
            let Flushed { delivered, refused } = self.lane.flush();
            let refused = refused.map_or(0, |refused| refused.len() as u64);
            self.credit.replace(delivered + refused);
        }
    }
}

/// Puts each element into one of two lanes.
struct Splitter<F, T: Send + 'static, E: Clone + Send + 'static> {
    predicate: F,
    /// Gone when the stream is over.
    lanes: Option<[Kept<T, E>; 2]>,
    credit: Arc<Credit>,
}

impl<F, T: Send + 'static, E: Clone + Send + 'static> Splitter<F, T, E> {
    const BLOCK: usize = LaneIn::<T, E>::BLOCK;

    /// Keeps an element back in front of its lane.
    fn keep(&mut self, item: T) -> Option<&mut Kept<T, E>>
    where
        F: FnMut(&T) -> bool,
    {
        let [matching, rest] = self.lanes.as_mut()?;
        let kept = if (self.predicate)(&item) { matching } else { rest };
        kept.elements = kept.lane.keep(item);
        Some(kept)
    }

    fn end(&mut self, end: End<E>) {
        if let Some([matching, rest]) = self.lanes.take() {
            matching.lane.end(end.clone());
            rest.lane.end(end);
        }
    }
}

impl<F, T, E> Subscriber<T, E> for Splitter<F, T, E>
where
    F: FnMut(&T) -> bool + Send + 'static,
    T: Send + 'static,
    E: Clone + Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.credit.upstream().connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.credit.receive(1);
        if let Some(kept) = self.keep(item) {
            kept.flush();
        }
    }

    fn on_burst<B: Burst<T>>(&mut self, mut burst: B) {
        if !burst.is_at_hand() {
            while let Some(item) = burst.next() {
                self.on_next(item);
            }
            return;
        }
        let mut received = 0;
        while let Some(item) = burst.next() {
            received += 1;
            if let Some(kept) = self.keep(item).filter(|kept| kept.elements == Self::BLOCK) {
                kept.flush();
            }
        }
        self.credit.receive(received);
        self.lanes.iter_mut().flatten().for_each(Kept::flush);
    }

    fn on_error(mut self, error: E) {
        self.credit.upstream().finish();
        match self.lanes.take() {
            Some([matching, rest]) => {
                matching.lane.fail(error.clone());
                rest.lane.fail(error);
            }
            None => drop_error(error),
        }
    }

    fn on_complete(mut self) {
        self.credit.upstream().finish();
        self.end(End::Complete);
    }
}

impl<F, T: Send + 'static, E: Clone + Send + 'static> Drop for Splitter<F, T, E> {
    fn drop(&mut self) {
        self.end(End::Abandoned);
    }
}
