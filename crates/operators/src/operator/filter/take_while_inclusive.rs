use crate::engine::{Stage, Step};

/// Stage for [`FilterExt::take_while_inclusive`](crate::ext::FilterExt::take_while_inclusive).
#[derive(Clone)]
pub struct TakeWhileInclusive<F>(F);

opaque!(TakeWhileInclusive<F>);

impl<F> TakeWhileInclusive<F> {
    pub(crate) fn new(predicate: F) -> Self {
        Self(predicate)
    }
}

impl<T, E, F> Stage<T, E> for TakeWhileInclusive<F>
where
    T: Send + 'static,
    F: FnMut(&T) -> bool + Send + 'static,
{
    type Item = T;
    const SKIPS: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<T, E> {
        if (self.0)(&item) { Step::Next(item) } else { Step::Last(item) }
    }
}
