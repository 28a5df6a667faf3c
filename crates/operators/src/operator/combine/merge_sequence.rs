use reactive_streams::Publisher;

use super::Gathered;
use crate::engine::{End, Order, Source};

/// Restores the order of elements that were spread over several publishers, by their numbers.
///
/// `number` tells the number of an element; the first is 0. In each publisher the numbers increase. One
/// that is in none of them is passed over, as soon as each publisher that has not completed has a
/// greater one. So is, in the other direction, one that has been passed already: it is given at once.
///
/// # Demand
///
/// As [`merge_sequential`](crate::merge_sequential).
///
/// # Errors
///
/// As [`merge_sequential`](crate::merge_sequential).
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{from_iter, merge_sequence};
///
/// let shards = [from_iter([0, 3, 4]), from_iter([1, 2, 5])];
/// let items = merge_sequence(shards, |n| *n).collect::<Vec<_>>().block();
/// assert_eq!(items.unwrap(), [0, 1, 2, 3, 4, 5]);
/// ```
#[doc(alias = "MergeSequence")]
pub fn merge_sequence<I, P, F>(publishers: I, number: F) -> Gathered<I::IntoIter, Numbered<F>>
where
    I: IntoIterator<IntoIter: Send + 'static, Item = P>,
    P: Publisher,
    F: FnMut(&P::Item) -> u64 + Send + 'static,
{
    Gathered::new(publishers.into_iter(), Numbered { number, next: 0 })
}

/// Order for [`merge_sequence`].
#[derive(Clone)]
pub struct Numbered<F> {
    number: F,
    next: u64,
}

opaque!(Numbered<F>);

impl<T, E, F> Order<T, E> for Numbered<F>
where
    T: Send + 'static,
    E: Send + 'static,
    F: FnMut(&T) -> u64 + Send + 'static,
{
    fn choose(&mut self, sources: &mut [Source<T, E>]) -> Result<Option<usize>, End<E>> {
        let mut all_known = true;
        let mut least: Option<(usize, u64)> = None;
        for (index, source) in sources.iter_mut().enumerate() {
            match source.peek()?.map(&mut self.number) {
                Some(number) if least.is_none_or(|(_, least)| number < least) => {
                    least = Some((index, number));
                }
                Some(_) => {}
                None => all_known = false,
            }
        }
        let chosen = least.filter(|(_, number)| all_known || *number <= self.next);
        Ok(chosen.map(|(index, number)| {
            self.next = self.next.max(number.saturating_add(1));
            index
        }))
    }
}
