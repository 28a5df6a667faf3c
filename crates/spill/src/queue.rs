use std::fmt;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use reactive_streams_operators::delivery::Lag;
use reactive_streams_operators::scheduler::Scheduler;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::core::Core;
use crate::{Deliveries, PushError, SpillError, SpillOptions, record};

/// A bounded queue on disk. What it has accepted survives `kill -9`, and is delivered until it is acknowledged.
///
/// Clones share the queue. Whoever has one may [`push`](Self::push), from any thread; one at a time may consume
/// its [`deliveries`](Self::deliveries). When the last clone is gone, and the last delivery, the files are
/// closed.
///
/// The directory holds a file of the store, a small file of marks, and one that is locked as long as the queue is
/// open. To move a queue, move the directory.
pub struct SpillQueue<T> {
    core: Arc<Core>,
    _element: PhantomData<fn(T) -> T>,
}

impl<T> Clone for SpillQueue<T> {
    fn clone(&self) -> Self {
        Self { core: Arc::clone(&self.core), _element: PhantomData }
    }
}

impl<T> fmt::Debug for SpillQueue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpillQueue")
            .field("path", &self.path())
            .field("len", &self.len())
            .field("bytes", &self.bytes())
            .field("capacity", &self.capacity())
            .finish_non_exhaustive()
    }
}

impl<T> SpillQueue<T> {
    /// What an element counts for beside what it is encoded to.
    pub const OVERHEAD: u64 = record::OVERHEAD;

    pub(crate) fn core(&self) -> Arc<Core> {
        Arc::clone(&self.core)
    }

    /// The directory.
    pub fn path(&self) -> PathBuf {
        self.core.path()
    }

    /// How many elements have been accepted, and not been acknowledged.
    pub fn len(&self) -> u64 {
        self.core.len()
    }

    /// Whether every element has been acknowledged.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many bytes count for the [capacity](SpillOptions::with_capacity). An element counts until it has been
    /// removed, which acknowledgements have done [together](SpillOptions::acknowledge_every).
    pub fn bytes(&self) -> u64 {
        self.core.bytes()
    }

    /// How many bytes it takes.
    pub fn capacity(&self) -> u64 {
        self.core.capacity()
    }

    /// Writes the acknowledgements that wait to be written.
    ///
    /// When it has returned, what was acknowledged before is not delivered again, whatever happens to the process.
    ///
    /// # Errors
    ///
    /// Those of the disk. The acknowledgements go on waiting.
    pub fn flush(&self) -> Result<(), SpillError> {
        self.core.flush()
    }

    /// Takes no more. The deliveries complete when all that is stored has been delivered.
    ///
    /// A queue that is opened again is open.
    pub fn close(&self) {
        self.core.close();
    }
}

impl<T> SpillQueue<T>
where
    T: Serialize + DeserializeOwned + Send + 'static,
{
    /// Opens the queue in a directory, or makes one there.
    ///
    /// Reads and verifies all that is stored, so it takes the longer the more there is.
    ///
    /// # Errors
    ///
    /// [`SpillError`] says what is wrong: the queue is open elsewhere, the directory is none of a queue, its elements
    /// are of another type, it is damaged, it has lost elements, the disk does not let it. An element whose
    /// writing was interrupted was not accepted, and is no error.
    pub fn open(path: impl AsRef<Path>, options: SpillOptions) -> Result<Self, SpillError> {
        let element = options.element_name::<T>();
        let core = Core::open(path.as_ref().to_owned(), &options, element)?;
        Ok(Self { core, _element: PhantomData })
    }

    /// Stores an element. When it has returned `Ok` the element is accepted: it survives what the
    /// [`Durability`](crate::Durability) says.
    ///
    /// Blocks for a commit. Threads that push at the same time share one.
    ///
    /// # Errors
    ///
    /// The element comes back, with [`SpillError::Full`] if there is no room for it, or with what the disk says;
    /// the queue can be used again, and tries again what has failed.
    pub fn push(&self, element: T) -> Result<(), PushError<T>> {
        let pushed = record::encode(&element).and_then(|record| self.core.push(vec![record]));
        pushed.map_err(|error| PushError { element, error })
    }

    /// Stores elements, in one commit: all of them, or none.
    ///
    /// # Errors
    ///
    /// As [`push`](Self::push); all elements come back.
    pub fn push_all(&self, elements: Vec<T>) -> Result<(), PushError<Vec<T>>> {
        let records: Result<Vec<_>, _> = elements.iter().map(record::encode).collect();
        let pushed = records.and_then(|records| self.core.push(records));
        pushed.map_err(|error| PushError { element: elements, error })
    }

    /// The elements, in the order in which they were accepted, each with its acknowledgement.
    ///
    /// An element that has been acknowledged is removed, in whatever order they are; any other is delivered again,
    /// in order, to the next consumer: in this process after the subscription has ended, or when the queue is
    /// opened again. To drop a delivery, or to reject it, is no more than not to acknowledge it. What has
    /// been delivered before is marked [so](reactive_streams_operators::delivery::Delivery::is_redelivered); with
    /// power failed, the latest marks may be missing.
    ///
    /// What an earlier consumer has not settled when the next one begins is delivered to that one too. So
    /// begin when those deliveries have been settled or dropped.
    ///
    /// # Demand
    ///
    /// Reads from disk what is requested, in batches of up to 256 elements or a megabyte, and keeps nothing ahead.
    /// It reads and delivers on the thread that requests or pushes; [`deliveries_on`](Self::deliveries_on) has
    /// a worker for that. Completes when the queue has been [closed](Self::close) and one more is wanted than
    /// there are.
    ///
    /// # Errors
    ///
    /// [`SpillError::Busy`] for a second consumer, and what is wrong with the disk or with an element, also if it
    /// is noticed when acknowledgements are written. The stream ends with it, the queue does not.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let directory = tempfile::tempdir()?;
    /// # let path = directory.path();
    /// use std::num::NonZeroU64;
    /// use reactive_streams_operators::delivery::Delivery;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_spill::{SpillOptions, SpillQueue};
    ///
    /// let options = SpillOptions::with_capacity(NonZeroU64::new(1 << 20).unwrap());
    /// let queue = SpillQueue::open(path, options)?;
    /// queue.push_all(vec![1, 2, 3])?;
    /// let first = queue.deliveries().map(Delivery::acknowledge).take(1).collect::<Vec<u32>>().block()?;
    /// assert_eq!((first, queue.len()), (vec![1], 2));
    /// # Ok(())
    /// # }
    /// ```
    pub fn deliveries(&self) -> Deliveries<T> {
        Deliveries::new(Arc::clone(&self.core), None)
    }

    /// As [`deliveries`](Self::deliveries), read and delivered on a worker of `scheduler`: neither who requests nor
    /// who pushes waits for the disk, or for the consumer.
    pub fn deliveries_on(&self, scheduler: &dyn Scheduler) -> Deliveries<T> {
        Deliveries::new(Arc::clone(&self.core), Some(scheduler))
    }
}

impl<T> Lag for SpillQueue<T> {
    fn lag(&self) -> Option<u64> {
        Some(self.len())
    }
}
