use crate::engine::{Stage, Step};

/// Stage for [`ContextExt::map_context`](crate::ext::ContextExt::map_context).
#[derive(Clone)]
pub struct MapContext<F>(F);

opaque!(MapContext<F>);

impl<F> MapContext<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, C, D, E, F> Stage<(T, C), E> for MapContext<F>
where
    T: Send + 'static,
    D: Send + 'static,
    F: FnMut(C) -> D + Send + 'static,
{
    type Item = (T, D);
    const SKIPS: bool = false;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, (value, context): (T, C)) -> Step<(T, D), E> {
        Step::Next((value, (self.0)(context)))
    }
}
