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
        if self.listener.is_none() {
            return (0, Some(0));
        }
        let (lower, upper) = self.upstream.size_hint();
        // Who believes that nothing is left would not ask, and completion would go unnoticed.
        (lower, upper.map(|upper| upper.max(usize::from(L::LISTENS_TO_COMPLETION))))
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
