use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use super::TooManyOpen;
use super::overlap::Side;
use crate::engine::{Drain, End, Feed, Signal, prefetching};

/// Publisher for [`CombineExt::join`](crate::ext::CombineExt::join).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Join<P, Q, A, B, F> {
    left: P,
    right: Q,
    left_until: A,
    right_until: B,
    max_open: NonZeroUsize,
    f: F,
}

opaque!(Join<P, Q, A, B, F>);

impl<P, Q, A, B, F> Join<P, Q, A, B, F> {
    pub(crate) fn new(
        (left, right): (P, Q),
        (left_until, right_until): (A, B),
        max_open: NonZeroUsize,
        f: F,
    ) -> Self {
        Self { left, right, left_until, right_until, max_open, f }
    }
}

impl<P, Q, A, B, M, N, F, R> Publisher for Join<P, Q, A, B, F>
where
    P: Publisher<Error: From<TooManyOpen>>,
    Q: Publisher<Error = P::Error>,
    A: FnMut(&P::Item) -> M + Send + 'static,
    M: Publisher<Error = P::Error>,
    B: FnMut(&Q::Item) -> N + Send + 'static,
    N: Publisher<Error = P::Error>,
    F: FnMut(&P::Item, &Q::Item) -> R + Send + 'static,
    R: Send + 'static,
{
    type Item = R;
    type Error = P::Error;

    fn subscribe<S: Subscriber<R, P::Error>>(self, subscriber: S) {
        let [left, right] = [(); 2].map(|()| prefetching(self.max_open));
        let drain = Drain::of_two(None, [&left, &right].map(|side| Some(Arc::clone(side))));
        let (lefts, left) = Side::new(self.max_open, left, self.left_until, drain.waker());
        let (rights, right) = Side::new(self.max_open, right, self.right_until, drain.waker());
        let (joined, right_first) = (VecDeque::new(), false);
        drain.start(JoinFeed { left, right, f: self.f, joined, right_first }, subscriber);
        self.left.subscribe(lefts);
        self.right.subscribe(rights);
    }
}

struct JoinFeed<T, U, C, D, E, A, B, F, R> {
    left: Side<T, C, E, A>,
    right: Side<U, D, E, B>,
    f: F,
    /// What waits for demand.
    joined: VecDeque<R>,
    /// So that neither keeps the other from its turn.
    right_first: bool,
}

impl<T, U, E, A, B, M, N, F, R> JoinFeed<T, U, M::Item, N::Item, E, A, B, F, R>
where
    T: Send + 'static,
    U: Send + 'static,
    E: From<TooManyOpen> + Send + 'static,
    A: FnMut(&T) -> M,
    M: Publisher<Error = E>,
    B: FnMut(&U) -> N,
    N: Publisher<Error = E>,
    F: FnMut(&T, &U) -> R,
{
    fn take_left(&mut self) -> Result<bool, End<E>> {
        let Some(next) = self.left.next()? else { return Ok(false) };
        let rights = self.right.open.iter();
        self.joined.extend(rights.map(|right| (self.f)(&next.0, &right.item)));
        self.left.add(next, ());
        Ok(true)
    }

    fn take_right(&mut self) -> Result<bool, End<E>> {
        let Some(next) = self.right.next()? else { return Ok(false) };
        let lefts = self.left.open.iter();
        self.joined.extend(lefts.map(|left| (self.f)(&left.item, &next.0)));
        self.right.add(next, ());
        Ok(true)
    }

    /// Takes elements until something comes of them; an error is how everything ends.
    fn advance(&mut self) -> Result<(), End<E>> {
        loop {
            if let Some(error) = self.left.error().or_else(|| self.right.error()) {
                return Err(error);
            }
            if !self.joined.is_empty() {
                return Ok(());
            }
            self.left.close(|()| true)?;
            self.right.close(|()| true)?;
            self.right_first = !self.right_first;
            let mut turns: [fn(&mut Self) -> _; 2] = [Self::take_left, Self::take_right];
            if self.right_first {
                turns.reverse();
            }
            let [first, second] = turns;
            if !(first(self)? || second(self)?) {
                return self.left.end().or_else(|| self.right.end()).map_or(Ok(()), Err);
            }
        }
    }
}

impl<T, U, E, A, B, M, N, F, R> Feed for JoinFeed<T, U, M::Item, N::Item, E, A, B, F, R>
where
    T: Send + 'static,
    U: Send + 'static,
    E: From<TooManyOpen> + Send + 'static,
    A: FnMut(&T) -> M + Send + 'static,
    M: Publisher<Error = E>,
    B: FnMut(&U) -> N + Send + 'static,
    N: Publisher<Error = E>,
    F: FnMut(&T, &U) -> R + Send + 'static,
    R: Send + 'static,
{
    type Item = R;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<R, E> {
        if let Err(end) = self.advance() {
            return Signal::End(end);
        }
        let joined = if wanted { self.joined.pop_front() } else { None };
        joined.map_or(Signal::Wait, Signal::Next)
    }
}
