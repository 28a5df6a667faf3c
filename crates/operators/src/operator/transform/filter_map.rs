use crate::engine::{Stage, Step};

/// Stage for [`TransformExt::filter_map`](crate::ext::TransformExt::filter_map).
#[derive(Clone)]
pub struct FilterMap<F>(F);

opaque!(FilterMap<F>);

impl<F> FilterMap<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, E, U, F> Stage<T, E> for FilterMap<F>
where
    F: FnMut(T) -> Option<U> + Send + 'static,
    U: Send + 'static,
{
    type Item = U;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<U, E> {
        (self.0)(item).map_or(Step::Skip, Step::Next)
    }
}
