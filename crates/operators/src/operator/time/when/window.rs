use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::Waker;

use reactive_streams::{Publisher, Subscriber};

use super::{Closing, Openings, TooManyOpen};
use crate::engine::{
    Drain, End, Feed, PrefetchFeed, Push, Signal, SubstreamSender, prefetch, prefetching, substream,
};
use crate::operator::time::WindowPublisher;
use crate::operator::time::window::{Interest, Nobody};

/// Publisher for [`WindowExt::window_when`](crate::ext::WindowExt::window_when).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct WindowWhen<P, O, F> {
    upstream: P,
    openings: O,
    closing: F,
    max_open: NonZeroUsize,
    capacity: NonZeroUsize,
}

opaque!(WindowWhen<P, O, F>);

impl<P, O, F> WindowWhen<P, O, F> {
    pub(crate) fn new(
        upstream: P,
        openings: O,
        closing: F,
        max_open: NonZeroUsize,
        capacity: NonZeroUsize,
    ) -> Self {
        Self { upstream, openings, closing, max_open, capacity }
    }
}

impl<P, O, F, Q> Publisher for WindowWhen<P, O, F>
where
    P: Publisher<Item: Clone, Error: From<TooManyOpen> + Clone>,
    O: Publisher<Error = P::Error>,
    F: FnMut(O::Item) -> Q + Send + 'static,
    Q: Publisher<Error = P::Error>,
{
    type Item = WindowPublisher<P::Item, P::Error>;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Self::Item, P::Error>>(self, subscriber: S) {
        let upstream = prefetching(self.capacity);
        let drain = Drain::new(None, Some(Arc::clone(&upstream)));
        let interest = Interest::new(drain.waker(), Arc::clone(&upstream));
        let (elements, queue) = prefetch(self.capacity, upstream, drain.waker());
        let (opened, openings) = Openings::new(self.closing, drain.waker());
        let waker = Waker::from(Arc::clone(&interest));
        let (outer, windows) = substream(NonZeroUsize::MIN, waker.clone());
        interest.set_outer(outer.gone());
        let splitter = Windows {
            queue,
            openings,
            open: Vec::new(),
            outer: Some(outer),
            interest,
            waker,
            max_open: self.max_open,
            capacity: self.capacity,
        };
        windows.subscribe(subscriber);
        drain.start(splitter, Nobody);
        self.openings.subscribe(opened);
        self.upstream.subscribe(elements);
    }
}

/// Moves elements from the upstream into the windows that are open, and windows to the downstream.
///
/// It is the feed of a drain that gives nothing to [`Nobody`], as that of the windows that do not
/// overlap.
struct Windows<T, O, C, E, F> {
    queue: PrefetchFeed<T, E>,
    openings: Openings<O, E, F>,
    /// In the order in which they were opened.
    open: Vec<Window<T, C, E>>,
    /// Gone at the end.
    outer: Option<SubstreamSender<WindowPublisher<T, E>, E>>,
    interest: Arc<Interest>,
    /// Wakes the interest.
    waker: Waker,
    max_open: NonZeroUsize,
    capacity: NonZeroUsize,
}

struct Window<T, C, E> {
    elements: SubstreamSender<T, E>,
    /// Has come, and waits for room.
    held: Option<T>,
    closing: Closing<C, E>,
}

impl<T, C, E> Window<T, C, E>
where
    C: Send + 'static,
    E: Send + 'static,
{
    /// Whether it has not gone.
    fn put(&mut self, item: T, waker: &Waker) -> bool {
        match self.elements.push(item, waker) {
            Push::Full(item) => self.held = Some(item),
            Push::Gone(_) => return false,
            Push::Taken => {}
        }
        true
    }

    /// Whether it is to be closed, or is not wanted any more.
    fn is_over(&mut self) -> Result<bool, End<E>> {
        Ok(self.elements.is_gone() || self.held.is_none() && self.closing.is_due()?)
    }
}

impl<T, O, E, F, Q> Windows<T, O, Q::Item, E, F>
where
    T: Clone + Send + 'static,
    O: Send + 'static,
    E: From<TooManyOpen> + Clone + Send + 'static,
    F: FnMut(O) -> Q,
    Q: Publisher<Error = E>,
{
    fn open(&mut self) -> Result<(), End<E>> {
        // One is requested when none waits, so that there is room for it.
        while let Some(closing) = self.next_closing() {
            if self.open.len() == self.max_open.get() {
                self.close()?; // one may have been due at once
            }
            if self.open.len() == self.max_open.get() {
                let too_many = TooManyOpen { max_open: self.max_open };
                return Err(End::Error(too_many.into()));
            }
            let (elements, window) = substream(self.capacity, self.waker.clone());
            self.interest.add_window(elements.gone());
            self.open.push(Window { elements, held: None, closing });
            if let Some(outer) = &mut self.outer {
                // If the downstream goes at this moment, the window has gone with it.
                outer.push(WindowPublisher::new(window), &self.waker);
            }
        }
        Ok(())
    }

    /// The closing of the next window; without a downstream there is nobody to be given one.
    fn next_closing(&mut self) -> Option<Closing<Q::Item, E>> {
        let outer = self.outer.as_ref().filter(|outer| !outer.is_gone())?;
        self.openings.next(outer.is_starving())
    }

    /// Moves what has come into the windows that are open; whether this was all there will be. One that has gone is to be
    /// closed before there is more.
    fn fill(&mut self) -> bool {
        let mut all_there = true;
        for window in &mut self.open {
            if let Some(item) = window.held.take() {
                all_there &= window.put(item, &self.waker);
            }
        }
        let ended = self.queue.is_ended(); // first: what was queued before the end is then in sight
        while all_there && !self.is_held() {
            let Some(item) = self.queue.pop() else { return ended };
            let Some((last, others)) = self.open.split_last_mut() else { continue };
            for window in others {
                all_there &= window.put(item.clone(), &self.waker);
            }
            all_there &= last.put(item, &self.waker);
        }
        false
    }

    /// Whether an element has to wait: a window is full, or the next is not opened for want of demand.
    fn is_held(&self) -> bool {
        let is_requested = self.outer.as_ref().is_some_and(SubstreamSender::is_starving);
        self.open.iter().any(|window| window.held.is_some())
            || self.open.is_empty() && !is_requested
    }

    /// Closes the windows for which it is time; whether there were any.
    fn close(&mut self) -> Result<bool, End<E>> {
        let before = self.open.len();
        let mut index = 0;
        while let Some(window) = self.open.get_mut(index) {
            if window.is_over()? {
                self.interest.remove_window(index);
                self.open.remove(index).elements.end(End::Complete);
            } else {
                index += 1;
            }
        }
        Ok(self.open.len() < before)
    }

    /// Does what can be done; an error is how everything ends.
    fn advance(&mut self) -> Result<(), End<E>> {
        loop {
            if let Some(error) = self.queue.error().or_else(|| self.openings.error()) {
                return Err(error);
            }
            if self.interest.is_gone() {
                return Err(End::Complete);
            }
            self.open()?;
            let exhausted = self.fill();
            let closed = self.close()?;
            let over = match exhausted {
                true => self.queue.end(),
                false if self.open.is_empty() => self.openings.end(),
                false => None,
            };
            match over {
                Some(end) => return Err(end),
                None if closed => {}
                None => return Ok(()),
            }
        }
    }
}

impl<T, O, E, F, Q> Feed for Windows<T, O, Q::Item, E, F>
where
    T: Clone + Send + 'static,
    O: Send + 'static,
    E: From<TooManyOpen> + Clone + Send + 'static,
    F: FnMut(O) -> Q + Send + 'static,
    Q: Publisher<Error = E>,
{
    type Item = Infallible;
    type Error = Infallible;

    fn next(&mut self, _wanted: bool) -> Signal<Infallible, Infallible> {
        let Err(end) = self.advance() else { return Signal::Wait };
        for window in self.open.drain(..) {
            window.elements.end(end.clone());
        }
        if let Some(outer) = self.outer.take() {
            outer.end(end);
        }
        Signal::End(End::Complete)
    }
}
