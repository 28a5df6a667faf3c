use std::num::NonZeroUsize;

use reactive_streams::{Driver, Publisher, Subscriber};

use super::{PAIR_PREFETCH, ZipDelayed};
use crate::engine::{Block, End, Feed, Inlet, Meet, Pairing, Signal, Subscribe, pair};

/// Publisher for [`CombineExt::zip`](crate::ext::CombineExt::zip).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Zip<P, Q> {
    left: P,
    right: Q,
    prefetch: NonZeroUsize,
}

impl<P, Q> Zip<P, Q> {
    pub(crate) fn new(left: P, right: Q) -> Self {
        Self { left, right, prefetch: PAIR_PREFETCH }
    }

    /// Requests so many elements of each side beforehand, and not 256.
    pub fn prefetch(self, prefetch: NonZeroUsize) -> Self {
        Self { prefetch, ..self }
    }

    /// Has an error wait for the other side, until that shows what it has in its place: an element that
    /// will have no partner, or an end.
    ///
    /// Pairs before it are given. If both sides fail, the error of the left one counts. Iterators have
    /// queues as well.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{SinkError, error, range};
    ///
    /// let lost = range(0..2).fallible().chain(error("lost"));
    /// let pairs = lost.zip(range(0..9).fallible()).delay_errors();
    /// let outcome = pairs.for_each(|(n, _)| println!("{n}")).block(); // 0 and 1
    /// assert_eq!(outcome, Err(SinkError::Upstream("lost")));
    /// ```
    #[doc(alias = "zipDelayError")]
    pub fn delay_errors(self) -> ZipDelayed<P, Q> {
        ZipDelayed::new(self.left, self.right, self.prefetch)
    }
}

impl<P, Q> Publisher for Zip<P, Q>
where
    P: Publisher,
    Q: Publisher<Error = P::Error>,
{
    type Item = (P::Item, Q::Item);
    type Error = P::Error;
    const IS_ITERATOR: bool = P::IS_ITERATOR && Q::IS_ITERATOR;
    const IS_PROMPT: bool = P::IS_PROMPT && Q::IS_PROMPT;

    fn subscribe<S: Subscriber<Self::Item, P::Error>>(self, subscriber: S) {
        let subscribe = Subscribe { prefetch: self.prefetch, meet: Shortest, subscriber };
        pair(self.left, self.right, subscribe);
    }

    fn drive<D: Driver<Self::Item, P::Error>>(self, driver: D) -> D::Output {
        pair(self.left, self.right, Drive { prefetch: self.prefetch, driver })
    }
}

struct Shortest;

impl<T, U, E> Meet<T, U, E> for Shortest
where
    T: Send + 'static,
    U: Send + 'static,
    E: Send + 'static,
{
    type Item = (T, U);

    fn meet<A, B>(self, left: A, right: B) -> impl Feed<Item = (T, U), Error = E>
    where
        A: Feed<Item = T, Error = E>,
        B: Feed<Item = U, Error = E>,
    {
        ZipFeed { left, right, waiting: None, left_completed: false }
    }
}

struct Drive<D> {
    prefetch: NonZeroUsize,
    driver: D,
}

impl<T, U, E, D> Pairing<T, U, E> for Drive<D>
where
    T: Send + 'static,
    U: Send + 'static,
    E: Send + 'static,
    D: Driver<(T, U), E>,
{
    type Output = D::Output;
    const CANCELLABLE: bool = D::CANCELLABLE;

    fn pull<I, J>(self, left: I, right: J) -> D::Output
    where
        I: Iterator<Item = T> + Send + 'static,
        J: Iterator<Item = U> + Send + 'static,
    {
        self.driver.pull(left.zip(right))
    }

    fn push<L, R>(self, left: L, right: R) -> D::Output
    where
        L: Inlet<Item = T, Error = E>,
        R: Inlet<Item = U, Error = E>,
    {
        let zip = Zip::new(left.into_publisher(), right.into_publisher());
        self.driver.push(zip.prefetch(self.prefetch))
    }
}

struct ZipFeed<A: Feed, B> {
    left: A,
    right: B,
    /// Taken from the left, and not yet paired.
    waiting: Option<A::Item>,
    /// The left side completed after that one.
    left_completed: bool,
}

impl<A, B> Feed for ZipFeed<A, B>
where
    A: Feed,
    B: Feed<Error = A::Error>,
{
    type Item = (A::Item, B::Item);
    type Error = A::Error;
    const BLOCKS: bool = A::BLOCKS && B::BLOCKS;

    #[inline]
    fn next(&mut self, wanted: bool) -> Signal<Self::Item, A::Error> {
        if !wanted || self.waiting.is_some() || self.left_completed {
            return self.look(wanted);
        }
        match self.left.next(true) {
            Signal::Next(left) => match self.right.next(true) {
                Signal::Next(right) => Signal::Next((left, right)),
                Signal::Wait => {
                    self.waiting = Some(left);
                    Signal::Wait
                }
                Signal::End(end) => Signal::End(end),
            },
            Signal::Wait => self.look(false),
            Signal::End(end) => Signal::End(end),
        }
    }

    fn block(&mut self, most: usize) -> impl Block<Item = Self::Item> {
        let may = self.waiting.is_none() && !self.left_completed;
        let left = self.left.block(if may { most } else { 0 });
        let right = self.right.block(left.len());
        ZipBlock { left, right }
    }

    fn is_at_hand(&self) -> bool {
        self.left.is_at_hand() && self.right.is_at_hand()
    }
}

/// Two blocks, the left of which is no shorter.
struct ZipBlock<A, B> {
    left: A,
    right: B,
}

impl<A: Block, B: Block> Iterator for ZipBlock<A, B> {
    type Item = (A::Item, B::Item);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let right = self.right.next()?;
        Some((self.left.next()?, right))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.right.size_hint()
    }
}

impl<A: Block, B: Block> ExactSizeIterator for ZipBlock<A, B> {}

impl<A: Block, B: Block> Block for ZipBlock<A, B> {
    fn is_interrupted(&self) -> bool {
        self.left.is_interrupted() || self.right.is_interrupted()
    }
}

impl<A, B> ZipFeed<A, B>
where
    A: Feed,
    B: Feed<Error = A::Error>,
{
    /// Looks at both sides: an end, or the partner of what waits.
    fn look(&mut self, wanted: bool) -> Signal<(A::Item, B::Item), A::Error> {
        if !self.left_completed {
            match self.left.next(false) {
                Signal::End(End::Complete) => self.left_completed = true,
                Signal::End(end) => return Signal::End(end),
                Signal::Next(_) | Signal::Wait => {}
            }
        }
        if self.left_completed && self.waiting.is_none() {
            return Signal::End(End::Complete);
        }
        match self.right.next(wanted && self.waiting.is_some()) {
            Signal::Next(right) => match self.waiting.take() {
                Some(left) => Signal::Next((left, right)),
                None => Signal::Wait, // one that was not wanted does not come
            },
            Signal::Wait => Signal::Wait,
            Signal::End(end) => Signal::End(end),
        }
    }
}
