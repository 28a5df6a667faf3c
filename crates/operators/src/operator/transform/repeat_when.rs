use std::fmt;
use std::marker::PhantomData;

use reactive_streams::{Publisher, Subscriber};

use super::FilterMap;
use crate::engine::{After, Either, End, Pass, Successor, resume};
use crate::operator::{Chain, Take};

/// Publisher for [`SequenceExt::repeat_when`](crate::ext::SequenceExt::repeat_when).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct RepeatWhen<P, F> {
    upstream: P,
    f: F,
}

impl<P: fmt::Debug, F> fmt::Debug for RepeatWhen<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RepeatWhen").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P, F> RepeatWhen<P, F> {
    pub(crate) fn new(upstream: P, f: F) -> Self {
        Self { upstream, f }
    }
}

impl<P, F, N> Publisher for RepeatWhen<P, F>
where
    P: Publisher + Clone,
    F: FnMut(u64) -> Option<N> + Send + 'static,
    N: Publisher<Error = P::Error>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let first = Either::Left(self.upstream.clone());
        let repeating = Repeating { upstream: self.upstream, f: self.f, notifier: PhantomData };
        resume(first, repeating, subscriber);
    }
}

struct Repeating<P, F, N> {
    upstream: P,
    f: F,
    notifier: PhantomData<fn() -> N>,
}

/// A signal of the notifier, which gives nothing, and then the publisher.
type Notified<N, P> = Chain<Pass<Take<N>, FilterMap<Nothing<N, P>>>, P>;
type Nothing<N, P> = fn(<N as Publisher>::Item) -> Option<<P as Publisher>::Item>;

impl<P, F, N> Successor for Repeating<P, F, N>
where
    P: Publisher + Clone,
    F: FnMut(u64) -> Option<N> + Send + 'static,
    N: Publisher<Error = P::Error>,
{
    type Source = Either<P, Notified<N, P>>;
    type Error = P::Error;

    fn after(
        &mut self,
        end: Result<(), Either<P::Error, P::Error>>,
        received: u64,
    ) -> After<Self::Source, P::Error> {
        if let Err(error) = end {
            return After::End(End::Error(error.into_inner()));
        }
        let Some(notifier) = (self.f)(received) else { return After::End(End::Complete) };
        let nothing: Nothing<N, P> = |_signal| None;
        let notified = Pass::new(Take::new(notifier, 1), FilterMap::new(nothing));
        After::Source(Either::Right(Chain::new(notified, self.upstream.clone())))
    }

    fn undelivered(error: Either<P::Error, P::Error>) {
        error.undelivered();
    }
}
