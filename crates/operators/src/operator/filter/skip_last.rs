use std::collections::VecDeque;
use std::fmt;

use crate::engine::{Stage, Step};

/// Stage for [`FilterExt::skip_last`](crate::ext::FilterExt::skip_last).
#[derive(Clone)]
pub struct SkipLast<T> {
    n: usize,
    /// The last `n` elements, or all while there are fewer.
    held: VecDeque<T>,
}

impl<T> SkipLast<T> {
    pub(crate) fn new(n: usize) -> Self {
        Self { n, held: VecDeque::new() }
    }
}

impl<T> fmt::Debug for SkipLast<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SkipLast").field("n", &self.n).finish_non_exhaustive()
    }
}

impl<T: Send + 'static, E> Stage<T, E> for SkipLast<T> {
    type Item = T;
    const COMPLETES: bool = false;
    const FAILS: bool = false;
    const LEADS: bool = true;

    fn lead(&self) -> u64 {
        self.n as u64
    }

    fn step(&mut self, item: T) -> Step<T, E> {
        self.held.push_back(item);
        if self.held.len() <= self.n {
            return Step::Skip;
        }
        self.held.pop_front().map_or(Step::Skip, Step::Next)
    }
}
