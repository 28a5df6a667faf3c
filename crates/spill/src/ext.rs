use std::num::NonZeroUsize;

use reactive_streams::Publisher;
use reactive_streams_operators::ext::Carries;
use reactive_streams_operators::scheduler::Scheduler;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::SpillQueue;
use crate::operator::{Durable, Spill, SpillFailed};

/// Operators that keep elements on disk.
pub trait SpillExt: Publisher {
    /// Takes whatever comes, and keeps up to `capacity` elements in memory that have not been requested; those
    /// for which there is no room wait in the queue on disk, and come back in order.
    ///
    /// As long as something waits on disk, what comes goes there too; when all of it has been given, memory
    /// is used again. What is in memory does not survive the process. What is on disk does: it is delivered
    /// first when the operator next runs with that queue. For elements that all have to survive, there is
    /// [`durable`](Self::durable).
    ///
    /// # Demand
    ///
    /// Unbounded, at once. `capacity` elements wait in memory, and up to twice as many more, but no more than
    /// 512, to be written; up to 256 are being written, and as many being delivered. They are written and delivered on workers of `scheduler`, 256 together
    /// (or `capacity`, if that is less); if that worker is behind by a whole batch, whoever brings the next
    /// element writes, and waits for the disk.
    ///
    /// # Errors
    ///
    /// [`SpillFailed`](crate::SpillFailed) has the elements that could not be stored, because the queue is full
    /// or the disk fails; it comes after all elements before them, and cancels the upstream. An error of the
    /// upstream is passed on at once: elements in memory are dropped, those on disk stay there. So it is with
    /// cancel. If encoding an element panics, or the scheduler has shut down, the subscriber is dropped.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let directory = tempfile::tempdir()?;
    /// # let path = directory.path();
    /// use std::num::{NonZeroU64, NonZeroUsize};
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    /// use reactive_streams_operators::{AnyError, range};
    /// use reactive_streams_spill::{SpillExt, SpillOptions, SpillQueue};
    ///
    /// let queue = SpillQueue::open(path, SpillOptions::with_capacity(NonZeroU64::new(1 << 30).unwrap()))?;
    /// let disk = ThreadScheduler::new("disk");
    /// let orders = range(0..10_000u32).fallible::<AnyError>();
    /// let kept = orders.spill(NonZeroUsize::new(1000).unwrap(), &queue, &disk);
    /// assert_eq!(kept.count().block()?, 10_000);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "onBackpressureBuffer")]
    fn spill(
        self,
        capacity: NonZeroUsize,
        queue: &SpillQueue<Self::Item>,
        scheduler: &dyn Scheduler,
    ) -> Spill<Self>
    where
        Self::Item: Serialize + DeserializeOwned,
        Self::Error: Carries<SpillFailed<Self::Item>>,
    {
        Spill::new(self, capacity, queue, scheduler)
    }

    /// Stores every element in the queue on disk, and delivers it from there, with its acknowledgement.
    ///
    /// What has been stored is delivered until it is acknowledged, also by another process after this one was
    /// killed. What the queue holds already comes first. Completes when the upstream has, and all has been
    /// delivered; whether it has been acknowledged is for the consumer to say.
    ///
    /// # Demand
    ///
    /// Requests 256 elements at once, and one more for each that has been stored: so the disk decides how fast
    /// the upstream is. When the queue is full, it waits for acknowledgements to make room. Deliveries are read
    /// as they are requested. Both happen on workers of `scheduler`.
    ///
    /// # Errors
    ///
    /// [`SpillFailed`](crate::SpillFailed) has the elements that could not be stored, because the disk fails
    /// or because one is larger than the whole queue; it comes after what is stored, and cancels the upstream. An error
    /// of the upstream is passed on at once: elements that are not stored are dropped, the others stay in the
    /// queue. So it is with cancel. If encoding an element panics, or the scheduler has shut down, the
    /// subscriber is dropped.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let directory = tempfile::tempdir()?;
    /// # let path = directory.path();
    /// use std::num::NonZeroU64;
    /// use reactive_streams_operators::delivery::Delivery;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    /// use reactive_streams_operators::{AnyError, range};
    /// use reactive_streams_spill::{SpillExt, SpillOptions, SpillQueue};
    ///
    /// let queue = SpillQueue::open(path, SpillOptions::with_capacity(NonZeroU64::new(1 << 30).unwrap()))?;
    /// let disk = ThreadScheduler::new("disk");
    /// let orders = range(0..1000u32).fallible::<AnyError>().durable(&queue, &disk);
    /// assert_eq!(orders.map(Delivery::acknowledge).count().block()?, 1000);
    /// assert!(queue.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    fn durable(self, queue: &SpillQueue<Self::Item>, scheduler: &dyn Scheduler) -> Durable<Self>
    where
        Self::Item: Serialize + DeserializeOwned,
        Self::Error: Carries<SpillFailed<Self::Item>>,
    {
        Durable::new(self, queue, scheduler)
    }
}

impl<P: Publisher> SpillExt for P {}
