use std::collections::{VecDeque, vec_deque};
use std::ops::ControlFlow::{self, Continue};

use reactive_streams::Publisher;

use crate::engine::{Reduce, Reducer};
use crate::mono::{AtMostOne, FlatMapMany};
use crate::source::FromIter;

/// Publisher for [`FilterExt::take_last`](crate::ext::FilterExt::take_last).
pub type TakeLast<P> = FlatMapMany<
    Reduce<P, VecDeque<<P as Publisher>::Item>, LastItems>,
    fn(VecDeque<<P as Publisher>::Item>) -> Held<P>,
>;

type Held<P> = FromIter<vec_deque::IntoIter<<P as Publisher>::Item>, <P as Publisher>::Error>;

pub(crate) fn take_last<P: Publisher>(upstream: P, n: usize) -> TakeLast<P> {
    let last = Reduce::new(upstream, VecDeque::new(), LastItems { n });
    FlatMapMany::new(last, |items| FromIter::new(items.into_iter()))
}

/// Reducer for [`FilterExt::take_last`](crate::ext::FilterExt::take_last).
#[derive(Clone, Debug)]
pub struct LastItems {
    n: usize,
}

impl<T, E> Reducer<VecDeque<T>, T, E> for LastItems
where
    T: Send + 'static,
{
    type Item = VecDeque<T>;
    type Cardinality = AtMostOne;
    const FAILS: bool = false;

    fn step(&mut self, mut items: VecDeque<T>, item: T) -> ControlFlow<VecDeque<T>, VecDeque<T>> {
        items.push_back(item);
        if items.len() > self.n {
            items.pop_front();
        }
        Continue(items)
    }

    fn finish(self, items: VecDeque<T>) -> Result<Option<VecDeque<T>>, E> {
        // Nothing has to wait for demand if there is nothing.
        Ok(Some(items).filter(|items| !items.is_empty()))
    }
}
