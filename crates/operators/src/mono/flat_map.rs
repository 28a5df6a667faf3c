use std::fmt;
use std::iter;

use reactive_streams::{Driver, Publisher, Subscriber};

use super::sequel::{self, Sequel};
use super::{AtMostOne, Cardinality, Single, Solo};

/// Publisher for [`Mono::flat_map`](super::Mono::flat_map) and
/// [`flat_map_many`](super::Mono::flat_map_many).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct FlatMap<S, F> {
    upstream: S,
    f: F,
}

impl<S, F> FlatMap<S, F> {
    pub(crate) fn new(upstream: S, f: F) -> Self {
        Self { upstream, f }
    }
}

impl<S: fmt::Debug, F> fmt::Debug for FlatMap<S, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlatMap").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<S, F, Q> Publisher for FlatMap<S, F>
where
    S: Solo,
    F: FnOnce(S::Item) -> Q + Send + 'static,
    Q: Publisher<Error = S::Error>,
{
    type Item = Q::Item;
    type Error = S::Error;

    fn subscribe<D: Subscriber<Q::Item, S::Error>>(self, subscriber: D) {
        sequel::subscribe(self.upstream, OfItem(Some(self.f)), subscriber);
    }
}

impl<S, F, Q> Solo for FlatMap<S, F>
where
    S: Solo,
    F: FnOnce(S::Item) -> Q + Send + 'static,
    Q: Solo<Error = S::Error>,
{
    type Cardinality = <S::Cardinality as Cardinality>::Then<Q::Cardinality>;

    fn drive_now<D: Driver<Q::Item, S::Error>>(self, driver: D) -> D::Output {
        self.upstream.drive_now(FlatMapDriver { driver, f: self.f })
    }
}

struct FlatMapDriver<D, F> {
    driver: D,
    f: F,
}

impl<T, E, D, F, Q> Driver<T, E> for FlatMapDriver<D, F>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Driver<Q::Item, E>,
    F: FnOnce(T) -> Q + Send + 'static,
    Q: Solo<Error = E>,
{
    type Output = D::Output;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        self.driver.push(FlatMap::new(Single::<_, AtMostOne>::new(publisher), self.f))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, mut iterator: I) -> D::Output {
        let next = iterator.next().map(self.f);
        drop(iterator);
        match next {
            Some(next) => next.drive_now(self.driver),
            None => self.driver.pull(iter::empty()),
        }
    }
}

/// The publisher that a function makes of the element.
struct OfItem<F>(Option<F>);

impl<T, E, F, Q> Sequel<T, E> for OfItem<F>
where
    F: FnOnce(T) -> Q + Send + 'static,
    Q: Publisher<Error = E>,
{
    type Next = Q;

    fn of_item(&mut self, item: T) -> Option<Q> {
        self.0.take().map(|f| f(item))
    }

    fn of_end(self) -> Option<Q> {
        None
    }
}
