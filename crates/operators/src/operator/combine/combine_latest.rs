use reactive_streams::{Publisher, Subscriber};

use super::{CombineLatestDelayed, PREFETCH};
use crate::engine::{End, Feed, Meet, Signal, Subscribe, pair};

/// Publisher for [`CombineExt::combine_latest`](crate::ext::CombineExt::combine_latest).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct CombineLatest<P, Q> {
    left: P,
    right: Q,
}

impl<P, Q> CombineLatest<P, Q> {
    pub(crate) fn new(left: P, right: Q) -> Self {
        Self { left, right }
    }

    /// Has an error wait until the other publisher has ended; the first one counts.
    ///
    /// Until then the latest element of the one that has failed goes on being paired. The stream ends
    /// when both have ended, also if one of them has given nothing.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{SinkError, error, once, range};
    ///
    /// let lost = once("a").into_flux().fallible().chain(error("lost"));
    /// let pairs = lost.combine_latest(range(0..3).fallible()).delay_errors();
    /// let outcome = pairs.for_each(|(_, n)| println!("{n}")).block(); // 0, 1 and 2
    /// assert_eq!(outcome, Err(SinkError::Upstream("lost")));
    /// ```
    #[doc(alias = "combineLatestDelayError")]
    #[doc(alias = "combineLatestArrayDelayError")]
    pub fn delay_errors(self) -> CombineLatestDelayed<P, Q> {
        CombineLatestDelayed::new(self.left, self.right)
    }
}

impl<P, Q> Publisher for CombineLatest<P, Q>
where
    P: Publisher<Item: Clone>,
    Q: Publisher<Item: Clone, Error = P::Error>,
{
    type Item = (P::Item, Q::Item);
    type Error = P::Error;

    fn subscribe<S: Subscriber<Self::Item, P::Error>>(self, subscriber: S) {
        pair(self.left, self.right, Subscribe { prefetch: PREFETCH, meet: Latest, subscriber });
    }
}

struct Latest;

impl<T, U, E> Meet<T, U, E> for Latest
where
    T: Clone + Send + 'static,
    U: Clone + Send + 'static,
    E: Send + 'static,
{
    type Item = (T, U);

    fn meet<A, B>(self, left: A, right: B) -> impl Feed<Item = (T, U), Error = E>
    where
        A: Feed<Item = T, Error = E>,
        B: Feed<Item = U, Error = E>,
    {
        CombineLatestFeed { left: Side::new(left), right: Side::new(right), right_first: false }
    }
}

struct CombineLatestFeed<A: Feed, B: Feed> {
    left: Side<A>,
    right: Side<B>,
    /// So that neither keeps the other from its turn.
    right_first: bool,
}

struct Side<F: Feed> {
    feed: F,
    latest: Option<F::Item>,
    completed: bool,
}

impl<F: Feed> Side<F> {
    fn new(feed: F) -> Self {
        Self { feed, latest: None, completed: false }
    }

    /// Takes the next element if one is wanted and there; tells whether it did. An end that ends all.
    fn advance(&mut self, wanted: bool) -> Result<bool, End<F::Error>> {
        if self.completed {
            return Ok(false);
        }
        match self.feed.next(wanted) {
            Signal::Next(item) => {
                self.latest = Some(item);
                return Ok(true);
            }
            Signal::Wait => {}
            Signal::End(End::Complete) => self.completed = true,
            Signal::End(end) => return Err(end),
        }
        if self.completed && self.latest.is_none() { Err(End::Complete) } else { Ok(false) }
    }
}

impl<A, B> CombineLatestFeed<A, B>
where
    A: Feed,
    B: Feed<Error = A::Error>,
{
    /// Takes the next element of either side; tells whether there was one.
    fn advance(&mut self, wanted: bool) -> Result<bool, End<A::Error>> {
        self.right_first = !self.right_first;
        if self.right_first {
            let right = self.right.advance(wanted)?;
            Ok(self.left.advance(wanted && !right)? || right)
        } else {
            let left = self.left.advance(wanted)?;
            Ok(self.right.advance(wanted && !left)? || left)
        }
    }
}

impl<A, B> Feed for CombineLatestFeed<A, B>
where
    A: Feed<Item: Clone>,
    B: Feed<Item: Clone, Error = A::Error>,
{
    type Item = (A::Item, B::Item);
    type Error = A::Error;

    fn next(&mut self, wanted: bool) -> Signal<Self::Item, A::Error> {
        loop {
            match self.advance(wanted) {
                Ok(true) => {
                    if let (Some(left), Some(right)) = (&self.left.latest, &self.right.latest) {
                        return Signal::Next((left.clone(), right.clone()));
                    }
                }
                Ok(false) if self.left.completed && self.right.completed => {
                    return Signal::End(End::Complete);
                }
                Ok(false) => return Signal::Wait,
                Err(end) => return Signal::End(end),
            }
        }
    }
}
