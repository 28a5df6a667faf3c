use reactive_streams::{Driver, Publisher};

use super::direct::{First, Rest, no_iterator};

/// The items of one iterator after another: what a flattened stream of iterators comes to.
///
/// `f` makes publishers that are iterators ([`Publisher::IS_ITERATOR`]).
pub(crate) struct FlatIter<I, F, T> {
    outer: I,
    f: F,
    /// The rest of the last one, if its items have been asked for one by one.
    rest: Option<Rest<T>>,
}

impl<I, F, T> FlatIter<I, F, T> {
    pub(crate) fn new(outer: I, f: F) -> Self {
        Self { outer, f, rest: None }
    }
}

impl<I, F, Q> Iterator for FlatIter<I, F, Q::Item>
where
    I: Iterator,
    F: FnMut(I::Item) -> Q,
    Q: Publisher,
{
    type Item = Q::Item;

    fn next(&mut self) -> Option<Q::Item> {
        loop {
            if let Some(rest) = &mut self.rest {
                match rest.next() {
                    Some(item) => return Some(item),
                    None => self.rest = None,
                }
            }
            let item = self.outer.next()?;
            let (first, rest) = (self.f)(item).drive(First);
            self.rest = rest;
            if first.is_some() {
                return first;
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let (lower, upper) = self.rest.as_ref().map_or((0, Some(0)), |rest| rest.size_hint());
        (lower, upper.filter(|_| self.outer.size_hint().1 == Some(0)))
    }

    fn fold<A, G: FnMut(A, Q::Item) -> A>(self, init: A, mut g: G) -> A {
        let Self { outer, mut f, rest } = self;
        let folded = rest.into_iter().flatten().fold(init, &mut g);
        outer.fold(folded, |folded, item| f(item).drive(Fold { folded, g: &mut g }))
    }
}

/// Asks for all items.
struct Fold<'a, A, G> {
    folded: A,
    g: &'a mut G,
}

impl<T, E, A, G> Driver<T, E> for Fold<'_, A, G>
where
    T: Send + 'static,
    E: Send + 'static,
    G: FnMut(A, T) -> A,
{
    type Output = A;
    const CANCELLABLE: bool = false;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> A {
        no_iterator(publisher)
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> A {
        iterator.fold(self.folded, self.g)
    }
}
