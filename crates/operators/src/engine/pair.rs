use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::Waker;

use reactive_streams::{Driver, Publisher, Subscriber};

use super::{Arbiter, Boxed, Drain, Feed, IterFeed, PrefetchFeed, prefetch, prefetching};
use crate::source::FromIter;

/// Lets two publishers say how they give their elements: each as an iterator, or by subscription.
pub(crate) fn pair<P, Q, V>(left: P, right: Q, pairing: V) -> V::Output
where
    P: Publisher,
    Q: Publisher<Error = P::Error>,
    V: Pairing<P::Item, Q::Item, P::Error>,
{
    left.drive(LeftDriver { right, pairing })
}

/// What is done with two publishers that have said how they give their elements.
pub(crate) trait Pairing<T, U, E>: Sized {
    type Output;

    /// As [`Driver::CANCELLABLE`] says, if both are iterators.
    const CANCELLABLE: bool = true;

    /// Both are iterators.
    fn pull<I, J>(self, left: I, right: J) -> Self::Output
    where
        I: Iterator<Item = T> + Send + 'static,
        J: Iterator<Item = U> + Send + 'static;

    /// One of them has to be subscribed, or both.
    fn push<L, R>(self, left: L, right: R) -> Self::Output
    where
        L: Inlet<Item = T, Error = E>,
        R: Inlet<Item = U, Error = E>;
}

/// A publisher from which elements are taken one by one: from itself, or from a queue behind it.
pub(crate) trait Inlet: Sized {
    type Item: Send + 'static;
    type Error: Send + 'static;
    type Publisher: Publisher<Item = Self::Item, Error = Self::Error>;
    type Feed: Feed<Item = Self::Item, Error = Self::Error>;

    /// As it was.
    fn into_publisher(self) -> Self::Publisher;

    /// What stands before the queue, if there is one.
    fn upstream(&self, prefetch: NonZeroUsize) -> Option<Arc<Arbiter>>;

    /// Where elements are taken, and what then has to be subscribed.
    fn open(self, gate: Gate<'_>) -> (Self::Feed, impl FnOnce());
}

/// What a queue needs to be opened.
pub(crate) struct Gate<'a> {
    prefetch: NonZeroUsize,
    upstream: Option<Arc<Arbiter>>,
    waker: &'a Waker,
}

/// What two sides become in one feed.
pub(crate) trait Meet<T, U, E>: Sized {
    type Item: Send + 'static;

    fn meet<A, B>(self, left: A, right: B) -> impl Feed<Item = Self::Item, Error = E>
    where
        A: Feed<Item = T, Error = E>,
        B: Feed<Item = U, Error = E>;
}

/// Subscribes to what two publishers become, however they give their elements.
pub(crate) struct Subscribe<M, S> {
    pub(crate) prefetch: NonZeroUsize,
    pub(crate) meet: M,
    pub(crate) subscriber: S,
}

impl<T, U, E, M, S> Pairing<T, U, E> for Subscribe<M, S>
where
    T: Send + 'static,
    U: Send + 'static,
    E: Send + 'static,
    M: Meet<T, U, E>,
    S: Subscriber<M::Item, E>,
{
    type Output = ();

    fn pull<I, J>(self, left: I, right: J)
    where
        I: Iterator<Item = T> + Send + 'static,
        J: Iterator<Item = U> + Send + 'static,
    {
        self.push(FromIter::new(left), FromIter::new(right));
    }

    fn push<L, R>(self, left: L, right: R)
    where
        L: Inlet<Item = T, Error = E>,
        R: Inlet<Item = U, Error = E>,
    {
        let upstreams = [left.upstream(self.prefetch), right.upstream(self.prefetch)];
        let drain = Drain::of_two(None, upstreams.clone());
        let waker = &drain.waker();
        let prefetch = self.prefetch;
        let [upstream, right_upstream] = upstreams;
        let (left, subscribe_left) = left.open(Gate { prefetch, upstream, waker });
        let (right, subscribe_right) =
            right.open(Gate { prefetch, upstream: right_upstream, waker });
        let feed = Box::new(self.meet.meet(left, right));
        drain.start(feed, Boxed::new(self.subscriber));
        subscribe_left();
        subscribe_right();
    }
}

struct LeftDriver<Q, V> {
    right: Q,
    pairing: V,
}

impl<T, E, Q, V> Driver<T, E> for LeftDriver<Q, V>
where
    T: Send + 'static,
    E: Send + 'static,
    Q: Publisher<Error = E>,
    V: Pairing<T, Q::Item, E>,
{
    type Output = V::Output;
    // What is paired with a subscription gets its next element on any thread, at any time.
    const CANCELLABLE: bool = V::CANCELLABLE || !Q::IS_ITERATOR;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> V::Output {
        let left = Subscribed(publisher);
        self.right.drive(AfterPush { left, pairing: self.pairing })
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> V::Output {
        self.right.drive(AfterPull { left: iterator, pairing: self.pairing })
    }
}

/// Drives the right side when the left one has to be subscribed.
struct AfterPush<P, V> {
    left: Subscribed<P>,
    pairing: V,
}

impl<U, E, P, V> Driver<U, E> for AfterPush<P, V>
where
    U: Send + 'static,
    E: Send + 'static,
    P: Publisher<Error = E>,
    V: Pairing<P::Item, U, E>,
{
    type Output = V::Output;

    fn push<Q: Publisher<Item = U, Error = E>>(self, publisher: Q) -> V::Output {
        self.pairing.push(self.left, Subscribed(publisher))
    }

    fn pull<J: Iterator<Item = U> + Send + 'static>(self, iterator: J) -> V::Output {
        self.pairing.push(self.left, FromIter::new(iterator))
    }
}

/// Drives the right side when the left one is an iterator.
struct AfterPull<I, V> {
    left: I,
    pairing: V,
}

impl<U, E, I, V> Driver<U, E> for AfterPull<I, V>
where
    U: Send + 'static,
    E: Send + 'static,
    I: Iterator<Item: Send + 'static> + Send + 'static,
    V: Pairing<I::Item, U, E>,
{
    type Output = V::Output;
    const CANCELLABLE: bool = V::CANCELLABLE;

    fn push<Q: Publisher<Item = U, Error = E>>(self, publisher: Q) -> V::Output {
        self.pairing.push(FromIter::new(self.left), Subscribed(publisher))
    }

    fn pull<J: Iterator<Item = U> + Send + 'static>(self, iterator: J) -> V::Output {
        self.pairing.pull(self.left, iterator)
    }
}

impl<I, E> Inlet for FromIter<I, E>
where
    I: Iterator<Item: Send + 'static> + Send + 'static,
    E: Send + 'static,
{
    type Item = I::Item;
    type Error = E;
    type Publisher = Self;
    type Feed = IterFeed<I, E>;

    fn into_publisher(self) -> Self {
        self
    }

    fn upstream(&self, _prefetch: NonZeroUsize) -> Option<Arc<Arbiter>> {
        None
    }

    fn open(self, _gate: Gate<'_>) -> (IterFeed<I, E>, impl FnOnce()) {
        (IterFeed::new(self.into_inner()), || {})
    }
}

/// A publisher with a queue behind it.
struct Subscribed<P>(P);

impl<P: Publisher> Inlet for Subscribed<P> {
    type Item = P::Item;
    type Error = P::Error;
    type Publisher = P;
    type Feed = PrefetchFeed<P::Item, P::Error>;

    fn into_publisher(self) -> P {
        self.0
    }

    fn upstream(&self, prefetch: NonZeroUsize) -> Option<Arc<Arbiter>> {
        Some(prefetching(prefetch))
    }

    fn open(self, gate: Gate<'_>) -> (Self::Feed, impl FnOnce()) {
        let upstream = gate.upstream.unwrap_or_else(|| prefetching(gate.prefetch));
        let (queue, feed) = prefetch(gate.prefetch, upstream, gate.waker.clone());
        (feed, || self.0.subscribe(queue))
    }
}
