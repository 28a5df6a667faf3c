use std::convert::identity;
use std::num::NonZeroUsize;

use reactive_streams::Publisher;

use crate::operator::FlatMap;
use crate::source::FromIter;

/// Gives the elements of publishers as they come.
///
/// # Demand
///
/// All publishers are subscribed at once. Requests and buffers as
/// [`flat_map`](crate::ext::FlattenExt::flat_map) does, and fails as it does;
/// [`prefetch`](FlatMap::prefetch) and [`delay_errors`](FlatMap::delay_errors) are there as well.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{merge_all, range};
///
/// let sum = merge_all([range(0..2), range(10..12)]).fold(0, |sum, n| sum + n).block();
/// assert_eq!(sum, Ok(22));
/// ```
#[doc(alias = "merge")]
#[doc(alias = "mergeArray")]
#[doc(alias = "combine")]
#[doc(alias = "select_all")]
pub fn merge_all<I>(publishers: I) -> MergeAll<I>
where
    I: IntoIterator<IntoIter: Send + 'static, Item: Publisher>,
{
    FlatMap::new(FromIter::new(publishers.into_iter()), NonZeroUsize::MAX, identity)
}

/// Publisher for [`merge_all`].
pub type MergeAll<I> = FlatMap<
    FromIter<<I as IntoIterator>::IntoIter, <<I as IntoIterator>::Item as Publisher>::Error>,
    fn(<I as IntoIterator>::Item) -> <I as IntoIterator>::Item,
>;
