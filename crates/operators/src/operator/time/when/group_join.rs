use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::Waker;

use reactive_streams::{Publisher, Subscriber};

use super::TooManyOpen;
use super::overlap::{Open, Side};
use crate::engine::{Drain, End, Feed, Push, Signal, SubstreamSender, prefetching, substream};
use crate::operator::time::WindowPublisher;

/// Publisher for [`CombineExt::group_join`](crate::ext::CombineExt::group_join).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct GroupJoin<P, Q, A, B, F> {
    left: P,
    right: Q,
    left_until: A,
    right_until: B,
    max_open: NonZeroUsize,
    f: F,
}

opaque!(GroupJoin<P, Q, A, B, F>);

impl<P, Q, A, B, F> GroupJoin<P, Q, A, B, F> {
    pub(crate) fn new(
        (left, right): (P, Q),
        (left_until, right_until): (A, B),
        max_open: NonZeroUsize,
        f: F,
    ) -> Self {
        Self { left, right, left_until, right_until, max_open, f }
    }
}

impl<P, Q, A, B, M, N, F, R> Publisher for GroupJoin<P, Q, A, B, F>
where
    P: Publisher<Error: From<TooManyOpen> + Clone>,
    Q: Publisher<Item: Clone, Error = P::Error>,
    A: FnMut(&P::Item) -> M + Send + 'static,
    M: Publisher<Error = P::Error>,
    B: FnMut(&Q::Item) -> N + Send + 'static,
    N: Publisher<Error = P::Error>,
    F: FnMut(&P::Item, WindowPublisher<Q::Item, P::Error>) -> R + Send + 'static,
    R: Send + 'static,
{
    type Item = R;
    type Error = P::Error;

    fn subscribe<S: Subscriber<R, P::Error>>(self, subscriber: S) {
        let [left, right] = [(); 2].map(|()| prefetching(self.max_open));
        let drain = Drain::of_two(None, [&left, &right].map(|side| Some(Arc::clone(side))));
        let waker = drain.waker();
        let (lefts, left) = Side::new(self.max_open, left, self.left_until, waker.clone());
        let (rights, right) = Side::new(self.max_open, right, self.right_until, waker.clone());
        let (f, capacity) = (self.f, self.max_open);
        drain.start(GroupJoinFeed { left, right, f, capacity, waker, given: None }, subscriber);
        self.left.subscribe(lefts);
        self.right.subscribe(rights);
    }
}

struct GroupJoinFeed<T, U, C, D, E, A, B, F, R> {
    left: Side<T, C, E, A, Window<U, E>>,
    right: Side<U, D, E, B>,
    f: F,
    capacity: NonZeroUsize,
    waker: Waker,
    /// What waits for demand.
    given: Option<R>,
}

/// The elements of the right side that come while one of the left side is open.
struct Window<U, E> {
    elements: SubstreamSender<U, E>,
    /// Have come, and wait for room.
    held: VecDeque<U>,
}

impl<U, E> Window<U, E> {
    /// Whether it may be closed: nothing waits, or nobody wants it.
    fn is_done(&self) -> bool {
        self.held.is_empty() || self.elements.is_gone()
    }

    /// Moves what waits, as far as there is room.
    fn flush(&mut self, waker: &Waker) {
        while let Some(item) = self.held.pop_front() {
            if let Push::Full(item) = self.elements.push(item, waker) {
                return self.held.push_front(item);
            }
        }
    }
}

impl<T, U, E, A, B, M, N, F, R> GroupJoinFeed<T, U, M::Item, N::Item, E, A, B, F, R>
where
    T: Send + 'static,
    U: Clone + Send + 'static,
    E: From<TooManyOpen> + Clone + Send + 'static,
    A: FnMut(&T) -> M,
    M: Publisher<Error = E>,
    B: FnMut(&U) -> N,
    N: Publisher<Error = E>,
    F: FnMut(&T, WindowPublisher<U, E>) -> R,
{
    /// Opens a window, and puts what is open on the other side into it.
    fn take_left(&mut self) -> Result<bool, End<E>> {
        if self.given.is_some() {
            return Ok(false);
        }
        let Some(next) = self.left.next()? else { return Ok(false) };
        let (elements, window) = substream(self.capacity, self.waker.clone());
        self.given = Some((self.f)(&next.0, WindowPublisher::new(window)));
        let held = self.right.open.iter().map(|right| right.item.clone()).collect();
        self.left.add(next, Window { elements, held });
        Ok(true)
    }

    /// Puts an element into the windows, unless one of them is full.
    fn take_right(&mut self) -> Result<bool, End<E>> {
        if !self.left.open.iter().all(|open| open.beside.is_done()) {
            return Ok(false);
        }
        let Some(next) = self.right.next()? else { return Ok(false) };
        for Open { beside, .. } in &mut self.left.open {
            beside.held.push_back(next.0.clone());
        }
        self.right.add(next, ());
        Ok(true)
    }

    fn close(&mut self) -> Result<(), End<E>> {
        let waker = &self.waker;
        self.left.open.iter_mut().for_each(|open| open.beside.flush(waker));
        for window in self.left.close(Window::is_done)? {
            window.elements.end(End::Complete);
        }
        self.right.close(|()| true).map(drop)
    }

    /// Does what can be done; an error is how everything ends.
    fn advance(&mut self) -> Result<(), End<E>> {
        loop {
            if let Some(error) = self.left.error().or_else(|| self.right.error()) {
                return Err(error);
            }
            self.close()?;
            let left = self.take_left()?;
            if self.take_right()? || left {
                continue;
            }
            // The end of the right side alone ends nothing, unless it broke off.
            let right = self.right.end().filter(|end| !matches!(end, End::Complete));
            let over = if self.given.is_none() { self.left.end() } else { None };
            return right.or(over).map_or(Ok(()), Err);
        }
    }
}

impl<T, U, E, A, B, M, N, F, R> Feed for GroupJoinFeed<T, U, M::Item, N::Item, E, A, B, F, R>
where
    T: Send + 'static,
    U: Clone + Send + 'static,
    E: From<TooManyOpen> + Clone + Send + 'static,
    A: FnMut(&T) -> M + Send + 'static,
    M: Publisher<Error = E>,
    B: FnMut(&U) -> N + Send + 'static,
    N: Publisher<Error = E>,
    F: FnMut(&T, WindowPublisher<U, E>) -> R + Send + 'static,
    R: Send + 'static,
{
    type Item = R;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<R, E> {
        if let Err(end) = self.advance() {
            for open in self.left.open.drain(..) {
                open.beside.elements.end(end.clone());
            }
            return Signal::End(end);
        }
        let given = if wanted { self.given.take() } else { None };
        given.map_or(Signal::Wait, Signal::Next)
    }
}
