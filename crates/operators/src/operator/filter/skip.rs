use crate::engine::{Stage, Step};

/// Stage for [`FilterExt::skip`](crate::ext::FilterExt::skip).
#[derive(Clone, Debug)]
pub struct Skip {
    remaining: usize,
}

impl Skip {
    pub(crate) fn new(n: usize) -> Self {
        Self { remaining: n }
    }
}

impl<T: Send + 'static, E> Stage<T, E> for Skip {
    type Item = T;
    const COMPLETES: bool = false;
    const FAILS: bool = false;
    const LEADS: bool = true;

    fn lead(&self) -> u64 {
        self.remaining as u64
    }

    fn step(&mut self, item: T) -> Step<T, E> {
        if self.remaining == 0 {
            return Step::Next(item);
        }
        self.remaining -= 1;
        Step::Skip
    }
}
