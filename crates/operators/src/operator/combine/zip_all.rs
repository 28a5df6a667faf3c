use crate::engine::{Stage, Step};

/// Stage for [`CombineExt::zip_all`](crate::ext::CombineExt::zip_all).
#[derive(Clone, Debug)]
pub struct ZipAll<T, U> {
    left: T,
    right: U,
}

impl<T, U> ZipAll<T, U> {
    pub(crate) fn new(left: T, right: U) -> Self {
        Self { left, right }
    }
}

impl<T, U, E> Stage<(Option<T>, Option<U>), E> for ZipAll<T, U>
where
    T: Clone + Send + 'static,
    U: Clone + Send + 'static,
{
    type Item = (T, U);
    const SKIPS: bool = false;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, (left, right): (Option<T>, Option<U>)) -> Step<(T, U), E> {
        let left = left.unwrap_or_else(|| self.left.clone());
        let right = right.unwrap_or_else(|| self.right.clone());
        Step::Next((left, right))
    }
}
