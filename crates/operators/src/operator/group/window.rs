use std::fmt;
use std::num::NonZeroUsize;

use reactive_streams::{Publisher, Subscriber};

use super::router::{Parts, Route, router};
use super::{GroupError, StreamWindow};
use crate::engine::{End, LaneIn, lane};

/// Publisher for [`GroupExt::window`](crate::ext::GroupExt::window) and its relatives.
#[must_use = "publishers do nothing unless subscribed"]
pub struct Windowed<P: Publisher, C> {
    upstream: P,
    capacity: NonZeroUsize,
    cut: C,
    error: fn(GroupError) -> P::Error,
    holds: bool,
}

impl<P: Publisher, C> Windowed<P, C> {
    pub(crate) fn new(
        upstream: P,
        capacity: NonZeroUsize,
        cut: C,
        error: fn(GroupError) -> P::Error,
    ) -> Self {
        Self { upstream, capacity, cut, error, holds: false }
    }

    /// Waits for windows that nobody has subscribed, instead of failing.
    ///
    /// For windows that cross threads, and may be subscribed late. If one of them never is, the others
    /// wait for ever.
    pub fn hold_unconsumed(mut self) -> Self {
        self.holds = true;
        self
    }
}

// By hand, because the derived one would ask for more.
impl<P: Publisher + Clone, C: Clone> Clone for Windowed<P, C> {
    fn clone(&self) -> Self {
        Self { upstream: self.upstream.clone(), cut: self.cut.clone(), ..*self }
    }
}

impl<P: Publisher + fmt::Debug, C> fmt::Debug for Windowed<P, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Windowed")
            .field("upstream", &self.upstream)
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}

impl<P, C> Publisher for Windowed<P, C>
where
    P: Publisher<Error: Clone>,
    C: Windows<P::Item>,
{
    type Item = StreamWindow<P::Item, P::Error>;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Self::Item, P::Error>>(self, subscriber: S) {
        let cutter = Cutter { cut: self.cut, current: None };
        let not_consumed = (!self.holds).then_some(self.error);
        let (router, out) = router(cutter, self.capacity, not_consumed);
        out.subscribe(subscriber);
        self.upstream.subscribe(router);
    }
}

/// Where a stream is cut into windows.
pub trait Windows<T>: Send + 'static {
    /// Where `item` belongs.
    fn place(&mut self, item: &T) -> Place;
}

/// Where an element belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the window of the moment.
    Inside,
    /// In a new window, as its first.
    First,
    /// In the window of the moment, as its last.
    Last,
    /// In none: it ends the window of the moment.
    Outside,
}

struct Cutter<T, E, C> {
    cut: C,
    current: Option<LaneIn<T, E>>,
}

impl<T, E, C> Cutter<T, E, C>
where
    T: Send + 'static,
    E: Send + 'static,
{
    fn close(&mut self) {
        if let Some(window) = self.current.take() {
            window.end(End::Complete);
        }
    }

    /// Puts what was kept back into the window; if nobody wants it, it is dropped.
    fn put(&mut self, parts: &mut Parts<StreamWindow<T, E>, E>) {
        let Some(window) = &mut self.current else { return };
        if let Some(unwanted) = parts.flush(window) {
            parts.credit().replace(unwanted.len() as u64);
        }
    }
}

impl<T, E, C> Route<T, E> for Cutter<T, E, C>
where
    T: Send + 'static,
    E: Clone + Send + 'static,
    C: Windows<T>,
{
    type Part = StreamWindow<T, E>;

    fn route(&mut self, item: T, parts: &mut Parts<Self::Part, E>) -> Result<(), E> {
        let place = self.cut.place(&item);
        if matches!(place, Place::First | Place::Outside) {
            self.put(parts);
            self.close();
        }
        if self.current.is_none() && place != Place::Outside && parts.is_open() {
            let (window, out) = lane(parts.credit());
            self.current = Some(window);
            parts.send(StreamWindow::new(out));
        }
        let Some(window) = self.current.as_mut().filter(|_| place != Place::Outside) else {
            parts.credit().replace(1);
            return Ok(());
        };
        if window.keep(item) == LaneIn::<T, E>::BLOCK {
            self.put(parts);
        }
        if place == Place::Last {
            self.put(parts);
            self.close();
        }
        Ok(())
    }

    fn flush(&mut self, parts: &mut Parts<Self::Part, E>) -> Result<(), E> {
        self.put(parts);
        Ok(())
    }

    fn end(self, end: End<E>) {
        if let Some(window) = self.current {
            window.end(end);
        }
    }
}
