use std::num::NonZeroUsize;

use reactive_streams_operators::delivery::{Destination, Outcome};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{SpillError, SpillQueue};

/// The queue as the place where a stream [is sent to](reactive_streams_operators::ext::DeliveryExt::send_to): in
/// place of a broker, with another constructor and nothing else changed.
///
/// [`send`](Destination::send) is a [`push`](SpillQueue::push): it blocks for a commit on the thread that brings the
/// element, and has told its outcome when it returns. So the window is one. Streams that send at the same time, on
/// threads of their own, share commits.
///
/// A full queue is an error, and the record has not arrived. What waits for room is
/// [`durable`](crate::SpillExt::durable), which also commits many at a time.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let directory = tempfile::tempdir()?;
/// # let path = directory.path();
/// use std::num::NonZeroU64;
/// use reactive_streams_operators::from_iter;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_spill::{SpillOptions, SpillQueue};
///
/// let options = SpillOptions::with_capacity(NonZeroU64::new(1 << 20).unwrap());
/// let queue = SpillQueue::<Vec<u8>>::open(path, options)?;
/// let results = from_iter(["one", "two"]).send_to(queue.clone(), |text| text.as_bytes().to_vec());
/// let stored = results.filter(Result::is_ok).count().block()?;
/// assert_eq!((stored, queue.len()), (2, 2));
/// # Ok(())
/// # }
/// ```
impl<T> Destination for SpillQueue<T>
where
    T: Serialize + DeserializeOwned + Send + 'static,
{
    type Record = T;
    type Receipt = ();
    type Error = SpillError;

    fn window(&self) -> NonZeroUsize {
        NonZeroUsize::MIN
    }

    fn send(&self, record: T, outcome: Outcome<(), SpillError>) {
        outcome.tell(self.push(record).map_err(|refused| refused.error));
    }
}
