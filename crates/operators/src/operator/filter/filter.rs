use crate::engine::{Stage, Step};

/// Stage for [`FilterExt::filter`](crate::ext::FilterExt::filter).
#[derive(Clone)]
pub struct Filter<F>(F);

opaque!(Filter<F>);

impl<F> Filter<F> {
    pub(crate) fn new(predicate: F) -> Self {
        Self(predicate)
    }
}

impl<T, E, F> Stage<T, E> for Filter<F>
where
    T: Send + 'static,
    F: FnMut(&T) -> bool + Send + 'static,
{
    type Item = T;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<T, E> {
        if (self.0)(&item) { Step::Next(item) } else { Step::Skip }
    }
}
