use reactive_streams::Publisher;

use super::Gathered;
use crate::engine::{End, Order, Source};

/// Merges publishers, and prefers the earlier ones: an element of a later publisher is given when none of
/// an earlier one has come.
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
/// use reactive_streams_operators::{merge_preferred, range};
///
/// let (urgent, rest) = (range(0..2), range(10..12));
/// let items = merge_preferred([urgent, rest]).collect::<Vec<_>>().block();
/// assert_eq!(items.unwrap(), [0, 1, 10, 11]);
/// ```
#[doc(alias = "mergePreferred")]
pub fn merge_preferred<I>(publishers: I) -> Gathered<I::IntoIter, Preferred>
where
    I: IntoIterator<IntoIter: Send + 'static, Item: Publisher>,
{
    Gathered::new(publishers.into_iter(), Preferred)
}

/// Order for [`merge_preferred`].
#[derive(Clone, Debug)]
pub struct Preferred;

impl<T: Send + 'static, E: Send + 'static> Order<T, E> for Preferred {
    fn choose(&mut self, sources: &mut [Source<T, E>]) -> Result<Option<usize>, End<E>> {
        for (index, source) in sources.iter_mut().enumerate() {
            if source.peek()?.is_some() {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }
}
