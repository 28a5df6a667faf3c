use std::fmt;

use reactive_streams::{Driver, Publisher, Subscriber};

use super::sequel::{self, Sequel};
use super::{AtMostOne, Single, Solo};

/// Publisher for [`Mono::then`](super::Mono::then), [`then_many`](super::Mono::then_many) and
/// [`then_return`](super::Mono::then_return).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Then<S, Q> {
    upstream: S,
    next: Q,
}

impl<S, Q> Then<S, Q> {
    pub(crate) fn new(upstream: S, next: Q) -> Self {
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
    S: Solo,
    Q: Publisher<Error = S::Error>,
{
    type Item = Q::Item;
    type Error = S::Error;

    fn subscribe<D: Subscriber<Q::Item, S::Error>>(self, subscriber: D) {
        sequel::subscribe(self.upstream, OfEnd(self.next), subscriber);
    }
}

impl<S, Q> Solo for Then<S, Q>
where
    S: Solo,
    Q: Solo<Error = S::Error>,
{
    type Cardinality = Q::Cardinality;

    fn drive_now<D: Driver<Q::Item, S::Error>>(self, driver: D) -> D::Output {
        self.upstream.drive_now(ThenDriver { driver, next: self.next })
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

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        self.driver.push(Then::new(Single::<_, AtMostOne>::new(publisher), self.next))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        iterator.for_each(drop);
        self.next.drive_now(self.driver)
    }
}

/// The publisher that follows the end.
struct OfEnd<Q>(Q);

impl<T, E, Q: Publisher<Error = E>> Sequel<T, E> for OfEnd<Q> {
    type Next = Q;

    fn of_item(&mut self, _item: T) -> Option<Q> {
        None
    }

    fn of_end(self) -> Option<Q> {
        Some(self.0)
    }
}
