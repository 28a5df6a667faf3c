use std::fmt;
use std::marker::PhantomData;

use reactive_streams::{Driver, Publisher, Subscriber};

use crate::engine::{After, Either, End, Successor, resume};

/// Publisher for [`ErrorExt::on_error_resume`](crate::ext::ErrorExt::on_error_resume) and
/// [`on_error_complete`](crate::ext::ErrorExt::on_error_complete).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct OnErrorResume<P, F> {
    upstream: P,
    f: F,
}

impl<P: fmt::Debug, F> fmt::Debug for OnErrorResume<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnErrorResume").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P, F> OnErrorResume<P, F> {
    pub(crate) fn new(upstream: P, f: F) -> Self {
        Self { upstream, f }
    }
}

impl<P, F, Q> Publisher for OnErrorResume<P, F>
where
    P: Publisher,
    F: FnOnce(P::Error) -> Q + Send + 'static,
    Q: Publisher<Item = P::Item>,
{
    type Item = P::Item;
    type Error = Q::Error;
    const IS_ITERATOR: bool = P::IS_ITERATOR;
    const IS_PROMPT: bool = P::IS_PROMPT;

    fn subscribe<S: Subscriber<P::Item, Q::Error>>(self, subscriber: S) {
        let fallback = Fallback::<P, F> { f: Some(self.f), instead_of: PhantomData };
        resume(Either::Left(self.upstream), fallback, subscriber);
    }

    fn drive<D: Driver<P::Item, Q::Error>>(self, driver: D) -> D::Output {
        self.upstream.drive(OnErrorResumeDriver { driver, f: self.f })
    }
}

struct Fallback<P, F> {
    /// Gone when it has been called.
    f: Option<F>,
    instead_of: PhantomData<fn() -> P>,
}

impl<P, F, Q> Successor for Fallback<P, F>
where
    P: Publisher,
    F: FnOnce(P::Error) -> Q + Send + 'static,
    Q: Publisher<Item = P::Item>,
{
    type Source = Either<P, Q>;
    type Error = Q::Error;

    fn after(
        &mut self,
        end: Result<(), Either<P::Error, Q::Error>>,
        _received: u64,
    ) -> After<Either<P, Q>, Q::Error> {
        match end {
            Ok(()) => After::End(End::Complete),
            Err(Either::Right(error)) => After::End(End::Error(error)),
            Err(Either::Left(error)) => match self.f.take() {
                Some(f) => After::Source(Either::Right(f(error))),
                None => After::End(End::Abandoned), // only the first source is on the left
            },
        }
    }

    fn undelivered(error: Either<P::Error, Q::Error>) {
        error.undelivered();
    }
}

struct OnErrorResumeDriver<D, F> {
    driver: D,
    f: F,
}

impl<T, E, D, F, Q> Driver<T, E> for OnErrorResumeDriver<D, F>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Driver<T, Q::Error>,
    F: FnOnce(E) -> Q + Send + 'static,
    Q: Publisher<Item = T>,
{
    type Output = D::Output;
    const CANCELLABLE: bool = D::CANCELLABLE;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        self.driver.push(OnErrorResume::new(publisher, self.f))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        self.driver.pull(iterator) // it has no way to fail
    }
}
