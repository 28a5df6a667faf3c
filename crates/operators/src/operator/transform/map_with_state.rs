use crate::engine::{Stage, Step};

/// Stage for [`TransformExt::map_with_state`](crate::ext::TransformExt::map_with_state).
#[derive(Clone)]
pub struct MapWithState<A, F> {
    state: A,
    f: F,
}

opaque!(MapWithState<A, F>);

impl<A, F> MapWithState<A, F> {
    pub(crate) fn new(state: A, f: F) -> Self {
        Self { state, f }
    }
}

impl<T, E, U, A, F> Stage<T, E> for MapWithState<A, F>
where
    A: Send + 'static,
    F: FnMut(&mut A, T) -> U + Send + 'static,
    U: Send + 'static,
{
    type Item = U;
    const SKIPS: bool = false;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<U, E> {
        Step::Next((self.f)(&mut self.state, item))
    }
}
