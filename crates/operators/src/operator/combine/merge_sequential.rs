use reactive_streams::Publisher;

use super::Gathered;
use crate::operator::Sequential;

/// Subscribes publishers at once, and gives their elements one publisher after another.
///
/// # Demand
///
/// Requests 32 elements of each publisher at once ([`prefetch`](Gathered::prefetch) changes that), and
/// three quarters of them again (rounded up) whenever so many have been delivered. Those of the later
/// publishers wait, up to that many of each, until the earlier ones have completed.
///
/// # Errors
///
/// The first error of any of them is passed on at once: the others are cancelled, and what waits is
/// dropped. [`delay_errors`](Gathered::delay_errors) has it wait. Cancel goes to all.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{merge_sequential, range};
///
/// let items = merge_sequential([range(0..2), range(10..12)]).collect::<Vec<_>>().block();
/// assert_eq!(items.unwrap(), [0, 1, 10, 11]);
/// ```
#[doc(alias = "mergeSequential")]
#[doc(alias = "concatEager")]
#[doc(alias = "concatArrayEager")]
pub fn merge_sequential<I>(publishers: I) -> Gathered<I::IntoIter, Sequential>
where
    I: IntoIterator<IntoIter: Send + 'static, Item: Publisher>,
{
    Gathered::new(publishers.into_iter(), Sequential)
}
