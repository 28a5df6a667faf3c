use std::marker::PhantomData;

use super::Listener;

/// A listener on an iterator.
pub(super) struct ListenIter<I, L, E> {
    upstream: I,
    /// Gone after completion.
    listener: Option<L>,
    error: PhantomData<fn() -> E>,
}

impl<I, L, E> ListenIter<I, L, E> {
    pub(super) fn new(upstream: I, listener: L) -> Self {
        Self { upstream, listener: Some(listener), error: PhantomData }
    }
}

impl<I, L, E> Iterator for ListenIter<I, L, E>
where
    I: Iterator,
    L: Listener<I::Item, E>,
{
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        let listener = self.listener.as_mut()?;
        let item = self.upstream.next();
        if let Some(item) = &item {
            listener.on_next(item);
        } else {
            listener.on_complete();
            self.listener = None;
        }
        item
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.listener.is_none() { (0, Some(0)) } else { self.upstream.size_hint() }
    }

    fn fold<A, F: FnMut(A, I::Item) -> A>(self, init: A, mut f: F) -> A {
        let Some(mut listener) = self.listener else { return init };
        let folded = self.upstream.fold(init, |folded, item| {
            listener.on_next(&item);
            f(folded, item)
        });
        listener.on_complete();
        folded
    }
}
