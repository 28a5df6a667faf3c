use crate::engine::{Stage, Step};

/// Stage for [`FilterExt::map_while`](crate::ext::FilterExt::map_while).
#[derive(Clone)]
pub struct MapWhile<F>(F);

opaque!(MapWhile<F>);

impl<F> MapWhile<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, E, U, F> Stage<T, E> for MapWhile<F>
where
    U: Send + 'static,
    F: FnMut(T) -> Option<U> + Send + 'static,
{
    type Item = U;
    const SKIPS: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<U, E> {
        (self.0)(item).map_or(Step::Complete, Step::Next)
    }
}
