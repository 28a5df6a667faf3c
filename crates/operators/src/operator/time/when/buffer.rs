use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use super::{Closing, Openings, TooManyOpen};
use crate::engine::{Drain, End, Feed, PrefetchFeed, Signal, prefetch, prefetching};

/// Publisher for [`WindowExt::buffer_when`](crate::ext::WindowExt::buffer_when).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct BufferWhen<P, O, F> {
    upstream: P,
    openings: O,
    closing: F,
    max_open: NonZeroUsize,
    capacity: NonZeroUsize,
}

opaque!(BufferWhen<P, O, F>);

impl<P, O, F> BufferWhen<P, O, F> {
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

impl<P, O, F, Q> Publisher for BufferWhen<P, O, F>
where
    P: Publisher<Item: Clone, Error: From<TooManyOpen>>,
    O: Publisher<Error = P::Error>,
    F: FnMut(O::Item) -> Q + Send + 'static,
    Q: Publisher<Error = P::Error>,
{
    type Item = Vec<P::Item>;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Vec<P::Item>, P::Error>>(self, subscriber: S) {
        let upstream = prefetching(self.capacity);
        let drain = Drain::new(None, Some(Arc::clone(&upstream)));
        let (elements, queue) = prefetch(self.capacity, upstream, drain.waker());
        let (opened, openings) = Openings::new(self.closing, drain.waker());
        let batches = Batches {
            queue,
            openings,
            open: Vec::new(),
            closed: VecDeque::new(),
            max_open: self.max_open,
            capacity: self.capacity.get(),
            exhausted: false,
        };
        drain.start(batches, subscriber);
        self.openings.subscribe(opened);
        self.upstream.subscribe(elements);
    }
}

struct Batches<T, O, C, E, F> {
    queue: PrefetchFeed<T, E>,
    openings: Openings<O, E, F>,
    /// In the order in which they were opened.
    open: Vec<Batch<T, C, E>>,
    /// Those that are to be given.
    closed: VecDeque<Vec<T>>,
    max_open: NonZeroUsize,
    capacity: usize,
    /// Whether the upstream has ended, and all its elements have been taken.
    exhausted: bool,
}

struct Batch<T, C, E> {
    elements: Vec<T>,
    closing: Closing<C, E>,
}

impl<T, O, E, F, Q> Batches<T, O, Q::Item, E, F>
where
    T: Clone + Send + 'static,
    O: Send + 'static,
    E: From<TooManyOpen> + Send + 'static,
    F: FnMut(O) -> Q,
    Q: Publisher<Error = E>,
{
    fn open(&mut self) -> Result<(), End<E>> {
        while let Some(closing) = self.openings.next(self.closed.is_empty()) {
            if self.open.len() == self.max_open.get() {
                self.close()?; // one may have been due at once
            }
            if self.open.len() == self.max_open.get() {
                let too_many = TooManyOpen { max_open: self.max_open };
                return Err(End::Error(too_many.into()));
            }
            self.open.push(Batch { elements: Vec::new(), closing });
        }
        Ok(())
    }

    /// Moves what has come into the batches that are open; whether this was all there will be.
    fn fill(&mut self) -> bool {
        let ended = self.queue.is_ended(); // first: what was queued before the end is then in sight
        while !self.is_held() {
            let Some(item) = self.queue.pop() else { return ended };
            let Some((last, others)) = self.open.split_last_mut() else { continue };
            others.iter_mut().for_each(|batch| batch.elements.push(item.clone()));
            last.elements.push(item);
        }
        false
    }

    /// Whether an element has to wait: a batch is full, or the next is not opened for want of demand.
    fn is_held(&self) -> bool {
        self.open.iter().any(|batch| batch.elements.len() == self.capacity)
            || self.open.is_empty() && !self.closed.is_empty()
    }

    /// Closes the batches for which it is time; whether there were any.
    fn close(&mut self) -> Result<bool, End<E>> {
        let before = self.open.len();
        let mut index = 0;
        while let Some(batch) = self.open.get_mut(index) {
            if batch.closing.is_due()? {
                let batch = self.open.remove(index);
                self.closed.push_back(batch.elements);
            } else {
                index += 1;
            }
        }
        Ok(self.open.len() < before)
    }

    /// Does what can be done; an error is how everything ends at once.
    fn advance(&mut self) -> Result<(), End<E>> {
        if let Some(error) = self.queue.error().or_else(|| self.openings.error()) {
            return Err(error);
        }
        while !self.exhausted {
            self.open()?;
            self.exhausted = self.fill();
            if !self.close()? {
                break;
            }
        }
        if self.exhausted {
            self.closed.extend(self.open.drain(..).map(|batch| batch.elements));
        }
        Ok(())
    }
}

impl<T, O, E, F, Q> Feed for Batches<T, O, Q::Item, E, F>
where
    T: Clone + Send + 'static,
    O: Send + 'static,
    E: From<TooManyOpen> + Send + 'static,
    F: FnMut(O) -> Q + Send + 'static,
    Q: Publisher<Error = E>,
{
    type Item = Vec<T>;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<Vec<T>, E> {
        if let Err(end) = self.advance() {
            return Signal::End(end);
        }
        if !self.closed.is_empty() {
            let batch = if wanted { self.closed.pop_front() } else { None };
            return batch.map_or(Signal::Wait, Signal::Next);
        }
        let end = if self.exhausted {
            self.queue.end()
        } else if self.open.is_empty() {
            self.openings.end()
        } else {
            None
        };
        end.map_or(Signal::Wait, Signal::End)
    }
}
