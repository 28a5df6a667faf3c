use std::marker::PhantomData;

use reactive_streams::{Driver, Publisher, Subscriber};

use crate::engine::{After, Either, End, Successor, resume};
use crate::source::FromIter;

/// Publisher for [`CombineExt::switch_if_empty`](crate::ext::CombineExt::switch_if_empty) and
/// [`default_if_empty`](crate::ext::CombineExt::default_if_empty).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct SwitchIfEmpty<P, Q> {
    upstream: P,
    fallback: Q,
}

impl<P, Q> SwitchIfEmpty<P, Q> {
    pub(crate) fn new(upstream: P, fallback: Q) -> Self {
        Self { upstream, fallback }
    }
}

impl<P, Q> Publisher for SwitchIfEmpty<P, Q>
where
    P: Publisher,
    Q: Publisher<Item = P::Item, Error = P::Error>,
{
    type Item = P::Item;
    type Error = P::Error;
    const IS_ITERATOR: bool = P::IS_ITERATOR && Q::IS_ITERATOR;
    const IS_PROMPT: bool = P::IS_PROMPT && Q::IS_PROMPT;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let fallback = Fallback::<P, Q> { publisher: Some(self.fallback), instead_of: PhantomData };
        resume(Either::Left(self.upstream), fallback, subscriber);
    }

    fn drive<D: Driver<P::Item, P::Error>>(self, driver: D) -> D::Output {
        self.upstream.drive(UpstreamDriver { driver, fallback: self.fallback })
    }
}

struct Fallback<P, Q> {
    /// Gone when it has had its turn.
    publisher: Option<Q>,
    instead_of: PhantomData<fn() -> P>,
}

impl<P, Q> Successor for Fallback<P, Q>
where
    P: Publisher,
    Q: Publisher<Item = P::Item, Error = P::Error>,
{
    type Source = Either<P, Q>;
    type Error = P::Error;

    fn after(
        &mut self,
        end: Result<(), Either<P::Error, P::Error>>,
        received: u64,
    ) -> After<Either<P, Q>, P::Error> {
        if let Err(error) = end {
            return After::End(End::Error(error.into_inner()));
        }
        match self.publisher.take().filter(|_| received == 0) {
            Some(fallback) => After::Source(Either::Right(fallback)),
            None => After::End(End::Complete),
        }
    }

    fn undelivered(error: Either<P::Error, P::Error>) {
        error.undelivered();
    }
}

struct UpstreamDriver<D, Q> {
    driver: D,
    fallback: Q,
}

impl<T, E, D, Q> Driver<T, E> for UpstreamDriver<D, Q>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Driver<T, E>,
    Q: Publisher<Item = T, Error = E>,
{
    type Output = D::Output;
    // Before one that has to be subscribed, the iterator is one that is cancelled.
    const CANCELLABLE: bool = D::CANCELLABLE || !Q::IS_ITERATOR;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        self.driver.push(SwitchIfEmpty::new(publisher, self.fallback))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        self.fallback.drive(FallbackDriver { driver: self.driver, upstream: iterator })
    }
}

struct FallbackDriver<D, I> {
    driver: D,
    upstream: I,
}

impl<T, E, D, I> Driver<T, E> for FallbackDriver<D, I>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Driver<T, E>,
    I: Iterator<Item = T> + Send + 'static,
{
    type Output = D::Output;
    const CANCELLABLE: bool = D::CANCELLABLE;

    fn push<Q: Publisher<Item = T, Error = E>>(self, publisher: Q) -> D::Output {
        self.driver.push(SwitchIfEmpty::new(FromIter::new(self.upstream), publisher))
    }

    fn pull<J: Iterator<Item = T> + Send + 'static>(self, iterator: J) -> D::Output {
        self.driver.pull(IterOr { upstream: Some(self.upstream), fallback: Some(iterator) })
    }
}

/// An iterator, or the other if that has nothing.
struct IterOr<I, J> {
    /// Gone when it had nothing.
    upstream: Option<I>,
    /// Gone when the other had something.
    fallback: Option<J>,
}

impl<I, J> Iterator for IterOr<I, J>
where
    I: Iterator,
    J: Iterator<Item = I::Item>,
{
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        if let Some(upstream) = &mut self.upstream {
            let item = upstream.next();
            if item.is_some() {
                self.fallback = None;
            }
            if self.fallback.is_none() {
                return item;
            }
            self.upstream = None;
        }
        self.fallback.as_mut()?.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let hint = |iterator: Option<(usize, Option<usize>)>| iterator.unwrap_or((0, Some(0)));
        let (lower, upper) = hint(self.upstream.as_ref().map(I::size_hint));
        let (fallback_lower, fallback_upper) = hint(self.fallback.as_ref().map(J::size_hint));
        let upper = upper.zip(fallback_upper).map(|(upper, fallback)| upper.max(fallback));
        match (lower, fallback_lower) {
            (0, least) => (usize::from(least > 0), upper),
            (least, _) => (least, upper),
        }
    }

    fn fold<A, F: FnMut(A, I::Item) -> A>(mut self, init: A, mut f: F) -> A {
        match (self.next(), self.upstream) {
            (None, _) => init,
            (Some(item), Some(rest)) => rest.fold(f(init, item), f),
            (Some(item), None) => {
                let init = f(init, item);
                self.fallback.into_iter().flatten().fold(init, f)
            }
        }
    }
}
