use std::convert::identity;

use reactive_streams::Publisher;

use crate::operator::ConcatMap;
use crate::source::FromIter;

/// Gives the elements of publishers, one publisher after another.
///
/// # Demand
///
/// Each publisher is asked for what its predecessors have left unmet. It is taken from the iterator,
/// and subscribed, when the one before has completed. Synchronous; nothing is buffered.
///
/// # Errors
///
/// The first error ends it: the publishers that are left are dropped. So does cancel. With
/// [`delay_errors`](ConcatMap::delay_errors) an error waits for them.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{concat, range};
///
/// let parts = [range(0..2), range(10..12), range(20..22)];
/// let items = concat(parts).collect::<Vec<_>>().block();
/// assert_eq!(items.unwrap(), [0, 1, 10, 11, 20, 21]);
/// ```
#[doc(alias = "concatArray")]
#[doc(alias = "combine")]
pub fn concat<I>(publishers: I) -> Concat<I::IntoIter>
where
    I: IntoIterator<IntoIter: Send + 'static, Item: Publisher>,
{
    ConcatMap::new(FromIter::new(publishers.into_iter()), identity)
}

/// Publisher for [`concat()`].
pub type Concat<I> = ConcatMap<
    FromIter<I, <<I as Iterator>::Item as Publisher>::Error>,
    fn(<I as Iterator>::Item) -> <I as Iterator>::Item,
>;
