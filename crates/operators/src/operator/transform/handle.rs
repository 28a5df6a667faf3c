use crate::engine::{Stage, Step};

/// Stage for [`TransformExt::handle`](crate::ext::TransformExt::handle).
#[derive(Clone)]
pub struct Handle<F>(F);

opaque!(Handle<F>);

impl<F> Handle<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, E, U, F> Stage<T, E> for Handle<F>
where
    F: FnMut(T) -> Step<U, E> + Send + 'static,
    U: Send + 'static,
{
    type Item = U;

    fn step(&mut self, item: T) -> Step<U, E> {
        (self.0)(item)
    }
}
