use crate::engine::{Stage, Step};

/// Stage for [`CombineExt::zip_iter`](crate::ext::CombineExt::zip_iter).
#[derive(Clone)]
pub struct ZipIter<I>(I);

opaque!(ZipIter<I>);

impl<I> ZipIter<I> {
    pub(crate) fn new(items: I) -> Self {
        Self(items)
    }
}

impl<T, E, I> Stage<T, E> for ZipIter<I>
where
    T: Send + 'static,
    I: Iterator<Item: Send + 'static> + Send + 'static,
{
    type Item = (T, I::Item);
    const SKIPS: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<Self::Item, E> {
        let Some(other) = self.0.next() else { return Step::Complete };
        let pair = (item, other);
        if self.0.size_hint().1 == Some(0) { Step::Last(pair) } else { Step::Next(pair) }
    }
}
