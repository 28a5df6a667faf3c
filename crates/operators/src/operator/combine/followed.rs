use std::fmt;
use std::marker::PhantomData;

use reactive_streams::{Driver, Publisher, Subscriber};

use crate::engine::{After, Either, End, Successor, resume};
use crate::source::FromIter;

/// Publisher for [`CombineExt::chain`](crate::ext::CombineExt::chain),
/// [`switch_if_empty`](crate::ext::CombineExt::switch_if_empty) and
/// [`default_if_empty`](crate::ext::CombineExt::default_if_empty): one, and then another one if `R` says so.
#[must_use = "publishers do nothing unless subscribed"]
pub struct Followed<P, Q, R> {
    first: P,
    second: Q,
    rule: PhantomData<fn() -> R>,
}

/// When the second publisher follows the first.
pub(crate) trait Rule: 'static {
    /// Whether it follows so many elements.
    fn follows(received: u64) -> bool;

    /// The same of iterators.
    fn iterator<I, J>(first: I, second: J) -> impl Iterator<Item = I::Item> + Send + 'static
    where
        I: Iterator + Send + 'static,
        J: Iterator<Item = I::Item> + Send + 'static;
}

impl<P, Q, R> Followed<P, Q, R> {
    pub(crate) fn new(first: P, second: Q) -> Self {
        Self { first, second, rule: PhantomData }
    }
}

// By hand, because the derived one would ask for `R: Clone`.
impl<P: Clone, Q: Clone, R> Clone for Followed<P, Q, R> {
    fn clone(&self) -> Self {
        Self::new(self.first.clone(), self.second.clone())
    }
}

impl<P: fmt::Debug, Q: fmt::Debug, R> fmt::Debug for Followed<P, Q, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Followed")
            .field("first", &self.first)
            .field("second", &self.second)
            .finish()
    }
}

impl<P, Q, R> Publisher for Followed<P, Q, R>
where
    P: Publisher,
    Q: Publisher<Item = P::Item, Error = P::Error>,
    R: Rule,
{
    type Item = P::Item;
    type Error = P::Error;
    const IS_ITERATOR: bool = P::IS_ITERATOR && Q::IS_ITERATOR;
    const IS_PROMPT: bool = P::IS_PROMPT && Q::IS_PROMPT;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let then = Then::<P, Q, R> { second: Some(self.second), after: PhantomData };
        resume(Either::Left(self.first), then, subscriber);
    }

    fn drive<D: Driver<P::Item, P::Error>>(self, driver: D) -> D::Output {
        self.first.drive(FirstDriver { driver, second: self.second, rule: self.rule })
    }
}

struct Then<P, Q, R> {
    /// Gone when it has had its turn.
    second: Option<Q>,
    after: PhantomData<fn() -> (P, R)>,
}

impl<P, Q, R> Successor for Then<P, Q, R>
where
    P: Publisher,
    Q: Publisher<Item = P::Item, Error = P::Error>,
    R: Rule,
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
        match self.second.take().filter(|_| R::follows(received)) {
            Some(second) => After::Source(Either::Right(second)),
            None => After::End(End::Complete),
        }
    }

    fn undelivered(error: Either<P::Error, P::Error>) {
        error.undelivered();
    }
}

struct FirstDriver<D, Q, R> {
    driver: D,
    second: Q,
    rule: PhantomData<fn() -> R>,
}

impl<T, E, D, Q, R> Driver<T, E> for FirstDriver<D, Q, R>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Driver<T, E>,
    Q: Publisher<Item = T, Error = E>,
    R: Rule,
{
    type Output = D::Output;
    // Before one that has to be subscribed, the iterator is one that is cancelled.
    const CANCELLABLE: bool = D::CANCELLABLE || !Q::IS_ITERATOR;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        self.driver.push(Followed::<P, Q, R>::new(publisher, self.second))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        let Self { driver, second, rule } = self;
        second.drive(SecondDriver { driver, first: iterator, rule })
    }
}

struct SecondDriver<D, I, R> {
    driver: D,
    first: I,
    rule: PhantomData<fn() -> R>,
}

impl<T, E, D, I, R> Driver<T, E> for SecondDriver<D, I, R>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Driver<T, E>,
    I: Iterator<Item = T> + Send + 'static,
    R: Rule,
{
    type Output = D::Output;
    const CANCELLABLE: bool = D::CANCELLABLE;

    fn push<Q: Publisher<Item = T, Error = E>>(self, publisher: Q) -> D::Output {
        let first = FromIter::<I, E>::new(self.first);
        self.driver.push(Followed::<_, Q, R>::new(first, publisher))
    }

    fn pull<J: Iterator<Item = T> + Send + 'static>(self, iterator: J) -> D::Output {
        self.driver.pull(R::iterator(self.first, iterator))
    }
}
