use crate::engine::{Stage, Step};

/// Stage for [`FilterExt::take_while`](crate::ext::FilterExt::take_while).
#[derive(Clone)]
pub struct TakeWhile<F>(F);

opaque!(TakeWhile<F>);

impl<F> TakeWhile<F> {
    pub(crate) fn new(predicate: F) -> Self {
        Self(predicate)
    }
}

impl<T, E, F> Stage<T, E> for TakeWhile<F>
where
    T: Send + 'static,
    F: FnMut(&T) -> bool + Send + 'static,
{
    type Item = T;
    const SKIPS: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<T, E> {
        if (self.0)(&item) { Step::Next(item) } else { Step::Complete }
    }
}
