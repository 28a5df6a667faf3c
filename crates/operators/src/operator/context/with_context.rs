use crate::engine::{Stage, Step};

/// Stage for [`ContextExt::with_context`](crate::ext::ContextExt::with_context).
#[derive(Clone)]
pub struct WithContext<F>(F);

opaque!(WithContext<F>);

impl<F> WithContext<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, C, E, F> Stage<T, E> for WithContext<F>
where
    T: Send + 'static,
    C: Send + 'static,
    F: FnMut(&T) -> C + Send + 'static,
{
    type Item = (T, C);
    const SKIPS: bool = false;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, value: T) -> Step<(T, C), E> {
        let context = (self.0)(&value);
        Step::Next((value, context))
    }
}
