use std::fmt;

use reactive_streams::{Driver, Publisher, Subscriber};

use super::sequel::{self, OfEnd};
use super::{Solo, the_element};

/// Publisher for [`Mono::then`](super::Mono::then) and [`then_return`](super::Mono::then_return).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Then<S, Q> {
    upstream: S,
    next: Q,
}

impl<S, Q> Then<S, Q> {
    pub(super) fn new(upstream: S, next: Q) -> Self {
        Self { upstream, next }
    }
}

impl<S: fmt::Debug, Q: fmt::Debug> fmt::Debug for Then<S, Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Then").field("upstream", &self.upstream).field("next", &self.next).finish()
    }
}

impl<S, Q> Publisher for Then<S, Q>
where
    S: Publisher,
    Q: Solo<Error = S::Error>,
{
    type Item = Q::Item;
    type Error = S::Error;
    const IS_ITERATOR: bool = S::IS_ITERATOR && Q::IS_ITERATOR;
    const IS_PROMPT: bool = S::IS_PROMPT && Q::IS_PROMPT;

    fn subscribe<D: Subscriber<Q::Item, S::Error>>(self, subscriber: D) {
        sequel::subscribe(self.upstream, OfEnd(self.next), subscriber);
    }

    fn drive<D: Driver<Q::Item, S::Error>>(self, driver: D) -> D::Output {
        if Self::IS_ITERATOR && (Self::IS_PROMPT || !D::CANCELLABLE) {
            self.upstream.drive(ThenDriver { driver, next: self.next })
        } else {
            driver.push(self)
        }
    }
}

struct ThenDriver<D, Q> {
    driver: D,
    next: Q,
}

impl<T, E, D, Q> Driver<T, E> for ThenDriver<D, Q>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Driver<Q::Item, E>,
    Q: Solo<Error = E>,
{
    type Output = D::Output;
    const CANCELLABLE: bool = D::CANCELLABLE;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        self.driver.push(Then::new(publisher, self.next))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        self.driver.pull(ThenIter(Some((iterator, self.next))))
    }
}

/// The element that follows the end.
struct ThenIter<I, Q>(Option<(I, Q)>);

impl<I: Iterator, Q: Solo> Iterator for ThenIter<I, Q> {
    type Item = Q::Item;

    fn next(&mut self) -> Option<Q::Item> {
        let (upstream, next) = self.0.take()?;
        upstream.for_each(drop);
        the_element(next)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(usize::from(self.0.is_some())))
    }
}
