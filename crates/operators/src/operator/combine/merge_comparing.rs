use std::cmp::Ordering;

use reactive_streams::Publisher;

use super::Gathered;
use crate::engine::{End, Order, Source};

/// Merges publishers whose elements are sorted into one whose elements are sorted.
///
/// `compare` says which of two comes first; of equal ones, the one of the earlier publisher. It is not
/// checked that each publisher is sorted: of one that is not, an element comes where its head does.
///
/// # Demand
///
/// As [`merge_sequential`](crate::merge_sequential). An element is given when each publisher that has
/// not completed has one.
///
/// # Errors
///
/// As [`merge_sequential`](crate::merge_sequential).
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{from_iter, merge_comparing};
///
/// let sorted = merge_comparing([from_iter([1, 4, 6]), from_iter([2, 3, 7])], u32::cmp);
/// assert_eq!(sorted.collect::<Vec<_>>().block().unwrap(), [1, 2, 3, 4, 6, 7]);
/// ```
#[doc(alias = "mergeComparing")]
#[doc(alias = "mergeComparingWith")]
#[doc(alias = "mergeOrdered")]
#[doc(alias = "mergeOrderedWith")]
#[doc(alias = "mergePriority")]
#[doc(alias = "mergeSorted")]
pub fn merge_comparing<I, P, F>(publishers: I, compare: F) -> Gathered<I::IntoIter, Comparing<F>>
where
    I: IntoIterator<IntoIter: Send + 'static, Item = P>,
    P: Publisher,
    F: FnMut(&P::Item, &P::Item) -> Ordering + Send + 'static,
{
    Gathered::new(publishers.into_iter(), Comparing(compare))
}

/// Order for [`merge_comparing`].
#[derive(Clone)]
pub struct Comparing<F>(F);

opaque!(Comparing<F>);

impl<T, E, F> Order<T, E> for Comparing<F>
where
    T: Send + 'static,
    E: Send + 'static,
    F: FnMut(&T, &T) -> Ordering + Send + 'static,
{
    fn choose(&mut self, sources: &mut [Source<T, E>]) -> Result<Option<usize>, End<E>> {
        let mut first: Option<(usize, &T)> = None;
        for (index, source) in sources.iter_mut().enumerate() {
            let Some(head) = source.peek()? else { return Ok(None) };
            if first.is_none_or(|(_, first)| (self.0)(head, first).is_lt()) {
                first = Some((index, head));
            }
        }
        Ok(first.map(|(index, _)| index))
    }
}
