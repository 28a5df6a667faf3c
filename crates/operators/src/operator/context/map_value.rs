use crate::engine::{Stage, Step};

/// Stage for [`ContextExt::map_value`](crate::ext::ContextExt::map_value).
#[derive(Clone)]
pub struct MapValue<F>(F);

opaque!(MapValue<F>);

impl<F> MapValue<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, C, U, E, F> Stage<(T, C), E> for MapValue<F>
where
    C: Send + 'static,
    U: Send + 'static,
    F: FnMut(T) -> U + Send + 'static,
{
    type Item = (U, C);
    const SKIPS: bool = false;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, (value, context): (T, C)) -> Step<(U, C), E> {
        Step::Next(((self.0)(value), context))
    }
}
