use std::num::NonZeroUsize;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{End, Feed, Meet, Signal, Subscribe, pair};

/// Pairs of two publishers until both have ended; what is missing at the end is `None`.
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct ZipLongest<P, Q> {
    left: P,
    right: Q,
    prefetch: NonZeroUsize,
}

impl<P, Q> ZipLongest<P, Q> {
    pub(crate) fn new(left: P, right: Q, prefetch: NonZeroUsize) -> Self {
        Self { left, right, prefetch }
    }
}

impl<P, Q> Publisher for ZipLongest<P, Q>
where
    P: Publisher,
    Q: Publisher<Error = P::Error>,
{
    type Item = (Option<P::Item>, Option<Q::Item>);
    type Error = P::Error;

    fn subscribe<S: Subscriber<Self::Item, P::Error>>(self, subscriber: S) {
        let subscribe = Subscribe { prefetch: self.prefetch, meet: Longest, subscriber };
        pair(self.left, self.right, subscribe);
    }
}

struct Longest;

impl<T, U, E> Meet<T, U, E> for Longest
where
    T: Send + 'static,
    U: Send + 'static,
    E: Send + 'static,
{
    type Item = (Option<T>, Option<U>);

    fn meet<A, B>(self, left: A, right: B) -> impl Feed<Item = Self::Item, Error = E>
    where
        A: Feed<Item = T, Error = E>,
        B: Feed<Item = U, Error = E>,
    {
        ZipLongestFeed { left: Side::new(left), right: Side::new(right) }
    }
}

struct ZipLongestFeed<A: Feed, B: Feed> {
    left: Side<A>,
    right: Side<B>,
}

/// One of the two, and its next element.
struct Side<F: Feed> {
    feed: F,
    waiting: Option<F::Item>,
    completed: bool,
}

impl<F: Feed> Side<F> {
    fn new(feed: F) -> Self {
        Self { feed, waiting: None, completed: false }
    }

    /// Whether it knows what it has for the next pair; an end that ends both.
    fn is_ready(&mut self, wanted: bool) -> Result<bool, End<F::Error>> {
        if !self.completed {
            match self.feed.next(wanted && self.waiting.is_none()) {
                Signal::Next(item) => self.waiting = Some(item),
                Signal::Wait => {}
                Signal::End(End::Complete) => self.completed = true,
                Signal::End(end) => return Err(end),
            }
        }
        Ok(self.completed || self.waiting.is_some())
    }

    fn is_over(&self) -> bool {
        self.completed && self.waiting.is_none()
    }
}

impl<A, B> Feed for ZipLongestFeed<A, B>
where
    A: Feed,
    B: Feed<Error = A::Error>,
{
    type Item = (Option<A::Item>, Option<B::Item>);
    type Error = A::Error;

    fn next(&mut self, wanted: bool) -> Signal<Self::Item, A::Error> {
        let ready = match (self.left.is_ready(wanted), self.right.is_ready(wanted)) {
            (Ok(left), Ok(right)) => left && right,
            (Err(end), _) | (_, Err(end)) => return Signal::End(end),
        };
        if self.left.is_over() && self.right.is_over() {
            return Signal::End(End::Complete);
        }
        if wanted && ready {
            Signal::Next((self.left.waiting.take(), self.right.waiting.take()))
        } else {
            Signal::Wait
        }
    }
}
