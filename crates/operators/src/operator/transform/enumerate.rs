use crate::engine::{Stage, Step};

/// Stage for [`TransformExt::enumerate`](crate::ext::TransformExt::enumerate).
#[derive(Clone, Debug)]
pub struct Enumerate {
    next: usize,
}

impl Enumerate {
    pub(crate) fn new() -> Self {
        Self { next: 0 }
    }
}

impl<T: Send + 'static, E> Stage<T, E> for Enumerate {
    type Item = (usize, T);
    const SKIPS: bool = false;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<(usize, T), E> {
        let index = self.next;
        self.next = index.wrapping_add(1);
        Step::Next((index, item))
    }
}
