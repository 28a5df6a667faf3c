use std::marker::PhantomData;
use std::ops::ControlFlow::{Break, Continue};

use super::{Stage, Step};

/// A stage that does not fail, on an iterator.
pub(super) struct StageIter<I, G, E> {
    upstream: I,
    stage: G,
    ended: bool,
    error: PhantomData<fn() -> E>,
}

impl<I, G, E> StageIter<I, G, E> {
    pub(super) fn new(upstream: I, stage: G) -> Self {
        Self { upstream, stage, ended: false, error: PhantomData }
    }
}

impl<I, G, E> Iterator for StageIter<I, G, E>
where
    I: Iterator,
    G: Stage<I::Item, E>,
{
    type Item = G::Item;

    fn next(&mut self) -> Option<G::Item> {
        if G::COMPLETES && self.ended {
            return None;
        }
        loop {
            match self.stage.step(self.upstream.next()?) {
                Step::Next(item) => return Some(item),
                Step::Skip => {}
                Step::Last(item) => {
                    self.ended = true;
                    return Some(item);
                }
                Step::Complete | Step::Error(_) => {
                    self.ended = true;
                    return None;
                }
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        if G::COMPLETES && self.ended {
            return (0, Some(0));
        }
        let (lower, upper) = self.upstream.size_hint();
        (if G::SKIPS || G::COMPLETES { 0 } else { lower }, upper)
    }

    fn fold<A, F: FnMut(A, G::Item) -> A>(self, init: A, mut f: F) -> A {
        let Self { mut upstream, mut stage, ended, .. } = self;
        if !G::COMPLETES {
            return upstream.fold(init, |folded, item| match stage.step(item) {
                Step::Next(item) | Step::Last(item) => f(folded, item),
                Step::Skip | Step::Complete | Step::Error(_) => folded,
            });
        }
        if ended {
            return init;
        }
        let end = upstream.try_fold(init, |folded, item| match stage.step(item) {
            Step::Next(item) => Continue(f(folded, item)),
            Step::Skip => Continue(folded),
            Step::Last(item) => Break(f(folded, item)),
            Step::Complete | Step::Error(_) => Break(folded),
        });
        match end {
            Continue(folded) | Break(folded) => folded,
        }
    }
}
