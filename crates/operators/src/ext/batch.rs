use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use reactive_streams::Publisher;

use super::publisher;
use crate::engine::{Batched, Batcher};
use crate::operator::{
    AggregateWith, BufferUntil, BufferWhile, ChunkBy, Chunks, ChunksWeighted, ReadyChunks, Sliding,
};

/// Operators that put elements together into batches.
///
/// But for [`ready_chunks`](Self::ready_chunks) all of them are synchronous; none gives an empty batch. When the upstream completes, what is left
/// is the last batch; it waits for demand, and completion comes with it. An error and cancel go straight
/// through, and drop the batch that is being filled.
pub trait BatchExt: Publisher {
    /// Gives batches of `n` elements; the last one may be shorter.
    ///
    /// # Demand
    ///
    /// A request for k batches becomes one for k × `n` elements. Buffers up to `n` elements.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let pairs = range(0..5).chunks(NonZeroUsize::new(2).unwrap()).collect::<Vec<_>>().block();
    /// assert_eq!(pairs.unwrap(), [vec![0, 1], vec![2, 3], vec![4]]);
    /// ```
    #[doc(alias = "buffer")]
    #[doc(alias = "grouped")]
    fn chunks(self, n: NonZeroUsize) -> Batched<Self, Chunks> {
        self.batch_with(Chunks::new(n))
    }

    /// Gives batches of `size` elements, each beginning `step` elements after the one before.
    ///
    /// They overlap if `step` is less than `size`, and leave out elements if it is more. If there are
    /// elements at the end that no batch has held, they are in a last one, which is shorter.
    ///
    /// # Demand
    ///
    /// Requests `size` elements for the first batch and `step` for each one after it. Buffers up to `size`
    /// elements.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let [two, three] = [2, 3].map(|n| NonZeroUsize::new(n).unwrap());
    /// let windows = range(0..6).sliding(three, two).collect::<Vec<_>>().block();
    /// assert_eq!(windows.unwrap(), [vec![0, 1, 2], vec![2, 3, 4], vec![4, 5]]);
    /// ```
    #[doc(alias = "buffer")]
    fn sliding(self, size: NonZeroUsize, step: NonZeroUsize) -> Batched<Self, Sliding>
    where
        Self::Item: Clone,
    {
        self.batch_with(Sliding::new(size, step))
    }

    /// Gives batches that end with an element for which `predicate` holds.
    ///
    /// For batches that begin with such an element, cut before it: [`chunk_by`](Self::chunk_by) with
    /// `|_, next| !predicate(next)`.
    ///
    /// # Demand
    ///
    /// Requests one element for each batch, and one more for each that does not end one, unless the
    /// upstream sees from [`try_on_next`](reactive_streams::Subscriber::try_on_next) that it may send
    /// another. Buffers a batch, however long it gets.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let words = from_iter("to be or".chars()).buffer_until(|c| *c == ' ').map(String::from_iter);
    /// assert_eq!(words.collect::<Vec<_>>().block().unwrap(), ["to ", "be ", "or"]);
    /// ```
    #[doc(alias = "bufferUntil")]
    fn buffer_until<F>(self, predicate: F) -> Batched<Self, BufferUntil<F>>
    where
        F: FnMut(&Self::Item) -> bool + Send + 'static,
    {
        self.batch_with(BufferUntil::new(predicate))
    }

    /// Gives batches of the elements for which `predicate` holds, between those for which it does not;
    /// those are dropped.
    ///
    /// # Demand
    ///
    /// As [`buffer_until`](Self::buffer_until).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let words = from_iter("to  be".chars()).buffer_while(|c| *c != ' ').map(String::from_iter);
    /// assert_eq!(words.collect::<Vec<_>>().block().unwrap(), ["to", "be"]);
    /// ```
    #[doc(alias = "bufferWhile")]
    fn buffer_while<F>(self, predicate: F) -> Batched<Self, BufferWhile<F>>
    where
        F: FnMut(&Self::Item) -> bool + Send + 'static,
    {
        self.batch_with(BufferWhile::new(predicate))
    }

    /// Gives batches of adjacent elements of which each is the `same` as the one before, as
    /// [`slice::chunk_by`] does.
    ///
    /// # Demand
    ///
    /// As [`buffer_until`](Self::buffer_until). The element that ends a batch begins the next one.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let runs = from_iter([1, 1, 2, 3, 3]).chunk_by(|a, b| a == b).collect::<Vec<_>>().block();
    /// assert_eq!(runs.unwrap(), [vec![1, 1], vec![2], vec![3, 3]]);
    /// ```
    #[doc(alias = "bufferUntilChanged")]
    #[doc(alias = "groupedAdjacentBy")]
    #[doc(alias = "groupedAdjacentByWeighted")]
    fn chunk_by<F>(self, same: F) -> Batched<Self, ChunkBy<F>>
    where
        F: FnMut(&Self::Item, &Self::Item) -> bool + Send + 'static,
    {
        self.batch_with(ChunkBy::new(same))
    }

    /// Gives batches that weigh up to `limit`, or hold a single element.
    ///
    /// A batch ends with the element that makes it weigh `limit`, or before the one that would make it
    /// weigh more.
    ///
    /// # Demand
    ///
    /// As [`buffer_until`](Self::buffer_until). The element that does not fit begins the next batch.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let lines = from_iter(["to", "be", "or", "perhaps", "not"]).chunks_weighted(4, |s| s.len() as u64);
    /// let lines = lines.collect::<Vec<_>>().block().unwrap();
    /// assert_eq!(lines, [vec!["to", "be"], vec!["or"], vec!["perhaps"], vec!["not"]]);
    /// ```
    #[doc(alias = "groupedWeighted")]
    #[doc(alias = "groupedWeightedWithin")]
    fn chunks_weighted<F>(self, limit: u64, weight: F) -> Batched<Self, ChunksWeighted<F>>
    where
        F: FnMut(&Self::Item) -> u64 + Send + 'static,
    {
        self.batch_with(ChunksWeighted::new(limit, weight))
    }

    /// Gives what `f` makes of the elements, whenever it [breaks](ControlFlow::Break).
    ///
    /// `f` gets the aggregate that is open, and nothing for the first element of one.
    ///
    /// # Demand
    ///
    /// As [`buffer_until`](Self::buffer_until).
    ///
    /// ```
    /// use std::ops::ControlFlow::{Break, Continue};
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let sums = range(1..7).aggregate_with(|sum, n| {
    ///     let sum = sum.unwrap_or(0) + n;
    ///     if sum < 5 { Continue(sum) } else { Break(sum) }
    /// });
    /// assert_eq!(sums.collect::<Vec<_>>().block().unwrap(), [6, 9, 6]);
    /// ```
    #[doc(alias = "aggregateWithBoundary")]
    fn aggregate_with<A, F>(self, f: F) -> Batched<Self, AggregateWith<A, F>>
    where
        A: Send + 'static,
        F: FnMut(Option<A>, Self::Item) -> ControlFlow<A, A> + Send + 'static,
    {
        self.batch_with(AggregateWith::new(f))
    }

    /// Gives batches of whatever is there when one is requested: one element at least, and up to `n`.
    ///
    /// For sinks that are better at many elements than at one, but need not wait for them. It has no
    /// batch that waits to be filled: what is there is given.
    ///
    /// # Demand
    ///
    /// Requests `n` elements beforehand, and those of a batch again when it is taken. Up to `n` elements
    /// wait for demand. Synchronous where there is demand: an element that comes then is a batch; so are
    /// those that come as a [burst](reactive_streams::Burst) that is at hand, as an iterator of known
    /// length gives them.
    ///
    /// # Errors
    ///
    /// An error overtakes the elements that wait.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let batches = range(0..5).ready_chunks(NonZeroUsize::new(3).unwrap()).collect::<Vec<_>>().block();
    /// assert_eq!(batches.unwrap(), [vec![0, 1, 2], vec![3, 4]]);
    /// ```
    fn ready_chunks(self, n: NonZeroUsize) -> ReadyChunks<Self> {
        publisher::<Vec<Self::Item>, Self::Error, _>(ReadyChunks::new(self, n))
    }

    /// Gives the batches that a [`Batcher`] of your own makes.
    ///
    /// # Demand
    ///
    /// As its [`size`](Batcher::size) says. An example is at [`Batcher`].
    fn batch_with<B>(self, batcher: B) -> Batched<Self, B>
    where
        B: Batcher<Self::Item>,
    {
        publisher::<B::Batch, Self::Error, _>(Batched::new(self, batcher))
    }
}

impl<P: Publisher> BatchExt for P {}
