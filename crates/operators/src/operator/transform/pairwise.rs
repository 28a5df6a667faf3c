use crate::engine::{Stage, Step};

/// Stage for [`TransformExt::pairwise`](crate::ext::TransformExt::pairwise).
#[derive(Clone)]
pub struct Pairwise<T> {
    last: Option<T>,
}

opaque!(Pairwise<T>);

impl<T> Pairwise<T> {
    pub(crate) fn new() -> Self {
        Self { last: None }
    }
}

impl<T: Clone + Send + 'static, E> Stage<T, E> for Pairwise<T> {
    type Item = (T, T);
    const COMPLETES: bool = false;
    const FAILS: bool = false;
    const LEADS: bool = true;

    fn lead(&self) -> u64 {
        1
    }

    fn step(&mut self, item: T) -> Step<(T, T), E> {
        match self.last.replace(item.clone()) {
            Some(last) => Step::Next((last, item)),
            None => Step::Skip,
        }
    }
}
