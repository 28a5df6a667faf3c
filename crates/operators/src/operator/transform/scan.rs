use crate::engine::{Stage, Step};

/// Stage for what follows the seed in [`TransformExt::scan`](crate::ext::TransformExt::scan).
#[derive(Clone)]
pub struct Scan<A, F> {
    /// What has been accumulated; gone once `f` has panicked with it.
    accumulated: Option<A>,
    f: F,
}

opaque!(Scan<A, F>);

impl<A, F> Scan<A, F> {
    pub(crate) fn new(init: A, f: F) -> Self {
        Self { accumulated: Some(init), f }
    }
}

impl<T, E, A, F> Stage<T, E> for Scan<A, F>
where
    A: Clone + Send + 'static,
    F: FnMut(A, T) -> A + Send + 'static,
{
    type Item = A;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<A, E> {
        let Some(accumulated) = self.accumulated.take() else { return Step::Skip };
        let next = (self.f)(accumulated, item);
        self.accumulated = Some(next.clone());
        Step::Next(next)
    }
}
