//! The engine of batches: several elements in, one batch out, and at the end what is left.

mod iterator;
mod pace;
mod publisher;
mod subscriber;

use std::num::NonZeroUsize;

pub use publisher::Batched;

/// What makes batches of elements.
///
/// [`batch_with`](crate::ext::BatchExt::batch_with) attaches it. A batcher need not know of demand:
/// [`size`](Self::size) says how many elements a batch is worth.
///
/// ```
/// use reactive_streams_operators::engine::Batcher;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::from_iter;
///
/// /// Sums between zeros.
/// struct Sums;
///
/// impl Batcher<u32> for Sums {
///     type Open = u32;
///     type Batch = u32;
///     fn push(&mut self, open: &mut u32, item: u32) -> Option<u32> {
///         *open += item;
///         (item == 0).then(|| std::mem::take(open))
///     }
///     fn finish(self, open: u32) -> Option<u32> {
///         Some(open)
///     }
/// }
///
/// let sums = from_iter([1, 2, 0, 3, 0, 4]).batch_with(Sums).collect::<Vec<_>>().block();
/// assert_eq!(sums.unwrap(), [3, 3, 4]);
/// ```
pub trait Batcher<T>: Send + 'static {
    /// A batch that is being filled; by default, an empty one.
    type Open: Default + Send + 'static;

    /// A batch.
    type Batch: Send + 'static;

    /// How many elements a batch takes.
    fn size(&self) -> BatchSize {
        BatchSize::Varies
    }

    /// Takes an element in, and gives the batch that it ends, if it does.
    fn push(&mut self, open: &mut Self::Open, item: T) -> Option<Self::Batch>;

    /// The upstream has completed: gives the last batch, if there is something in it.
    fn finish(self, open: Self::Open) -> Option<Self::Batch>;
}

/// How many elements a [`Batcher`] takes for a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchSize {
    /// So many: a request for batches becomes one for so many times as many elements.
    Known {
        /// For the first batch.
        first: NonZeroUsize,
        /// For each one after it.
        following: NonZeroUsize,
    },
    /// That depends on the elements: one is requested for each batch, and one more in the place of each
    /// that does not end a batch.
    Varies,
}
