use std::marker::PhantomData;

use super::{End, Feed, Signal};

/// An iterator as a feed.
pub(crate) struct IterFeed<I, E> {
    items: I,
    error: PhantomData<fn() -> E>,
}

impl<I, E> IterFeed<I, E> {
    pub(crate) fn new(items: I) -> Self {
        Self { items, error: PhantomData }
    }
}

impl<I, E> Feed for IterFeed<I, E>
where
    I: Iterator + Send + 'static,
    I::Item: Send + 'static,
    E: Send + 'static,
{
    type Item = I::Item;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<I::Item, E> {
        if wanted {
            self.items.next().map_or(Signal::End(End::Complete), Signal::Next)
        } else if self.items.size_hint().1 == Some(0) {
            Signal::End(End::Complete)
        } else {
            Signal::Wait
        }
    }

    /// One that knows its length has its elements in memory, or computes them.
    fn is_at_hand(&self) -> bool {
        let (lower, upper) = self.items.size_hint();
        upper == Some(lower)
    }
}
