use crate::engine::{Stage, Step};

/// Stage for [`CombineExt::zip_with`](crate::ext::CombineExt::zip_with).
#[derive(Clone)]
pub struct ZipWith<F>(F);

opaque!(ZipWith<F>);

impl<F> ZipWith<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, U, E, V, F> Stage<(T, U), E> for ZipWith<F>
where
    F: FnMut(T, U) -> V + Send + 'static,
    V: Send + 'static,
{
    type Item = V;
    const SKIPS: bool = false;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, (left, right): (T, U)) -> Step<V, E> {
        Step::Next((self.0)(left, right))
    }
}
