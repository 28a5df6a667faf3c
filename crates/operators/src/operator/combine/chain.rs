use std::marker::PhantomData;

use reactive_streams::{Driver, Publisher, Subscriber};

use crate::engine::{After, Either, End, Successor, resume};
use crate::source::FromIter;

/// Publisher for [`CombineExt::chain`](crate::ext::CombineExt::chain).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Chain<P, Q> {
    first: P,
    second: Q,
}

impl<P, Q> Chain<P, Q> {
    pub(crate) fn new(first: P, second: Q) -> Self {
        Self { first, second }
    }
}

impl<P, Q> Publisher for Chain<P, Q>
where
    P: Publisher,
    Q: Publisher<Item = P::Item, Error = P::Error>,
{
    type Item = P::Item;
    type Error = P::Error;
    const IS_ITERATOR: bool = P::IS_ITERATOR && Q::IS_ITERATOR;
    const IS_PROMPT: bool = P::IS_PROMPT && Q::IS_PROMPT;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let then = Then::<P, Q> { second: Some(self.second), first: PhantomData };
        resume(Either::Left(self.first), then, subscriber);
    }

    fn drive<D: Driver<P::Item, P::Error>>(self, driver: D) -> D::Output {
        self.first.drive(FirstDriver { driver, second: self.second })
    }
}

struct Then<P, Q> {
    /// Gone when it has had its turn.
    second: Option<Q>,
    first: PhantomData<fn() -> P>,
}

impl<P, Q> Successor for Then<P, Q>
where
    P: Publisher,
    Q: Publisher<Item = P::Item, Error = P::Error>,
{
    type Source = Either<P, Q>;
    type Error = P::Error;

    fn after(
        &mut self,
        end: Result<(), Either<P::Error, P::Error>>,
        _received: u64,
    ) -> After<Either<P, Q>, P::Error> {
        match (end, self.second.take()) {
            (Ok(()), Some(second)) => After::Source(Either::Right(second)),
            (Ok(()), None) => After::End(End::Complete),
            (Err(error), _) => After::End(End::Error(error.into_inner())),
        }
    }

    fn undelivered(error: Either<P::Error, P::Error>) {
        error.undelivered();
    }
}

struct FirstDriver<D, Q> {
    driver: D,
    second: Q,
}

impl<T, E, D, Q> Driver<T, E> for FirstDriver<D, Q>
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
        self.driver.push(Chain::new(publisher, self.second))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        self.second.drive(SecondDriver { driver: self.driver, first: iterator })
    }
}

struct SecondDriver<D, I> {
    driver: D,
    first: I,
}

impl<T, E, D, I> Driver<T, E> for SecondDriver<D, I>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Driver<T, E>,
    I: Iterator<Item = T> + Send + 'static,
{
    type Output = D::Output;
    const CANCELLABLE: bool = D::CANCELLABLE;

    fn push<Q: Publisher<Item = T, Error = E>>(self, publisher: Q) -> D::Output {
        self.driver.push(Chain::new(FromIter::new(self.first), publisher))
    }

    fn pull<J: Iterator<Item = T> + Send + 'static>(self, iterator: J) -> D::Output {
        self.driver.pull(self.first.chain(iterator))
    }
}
