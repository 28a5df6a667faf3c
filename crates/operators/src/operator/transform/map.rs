use crate::engine::{Stage, Step};

/// Stage for [`TransformExt::map`](crate::ext::TransformExt::map).
#[derive(Clone)]
pub struct Map<F>(F);

opaque!(Map<F>);

impl<F> Map<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, E, U, F> Stage<T, E> for Map<F>
where
    F: FnMut(T) -> U + Send + 'static,
    U: Send + 'static,
{
    type Item = U;
    const SKIPS: bool = false;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<U, E> {
        Step::Next((self.0)(item))
    }
}
