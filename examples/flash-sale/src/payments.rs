//! The payment provider: what bounds the capacity of the service, on any machine.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// A slot does so many checks a second: one takes 4 ms.
const BY_A_SLOT: u32 = 250;

/// A provider with a bounded number of slots, each busy with a check for a fixed time.
///
/// Who calls while all are busy waits at the provider, for as long as it takes. The slots are kept in a
/// heap by the time at which they are free, so the provider is exactly as fast as it says: late timers
/// of this machine delay an answer, and not the next check.
#[derive(Debug)]
pub struct Payments {
    free_at: Mutex<BinaryHeap<Reverse<Instant>>>,
    check: Duration,
}

impl Payments {
    /// A provider that can do so many checks each second: 2,000 are 8 slots with 4 ms for a check.
    pub fn new(capacity: NonZeroU32) -> Self {
        let slots = capacity.get().div_ceil(BY_A_SLOT);
        let now = Instant::now();
        let free_at = (0..slots).map(|_| Reverse(now)).collect();
        let check = Duration::from_secs(slots.into()) / capacity.get();
        Self { free_at: Mutex::new(free_at), check }
    }

    /// How long a check takes when a slot is free.
    pub fn service_time(&self) -> Duration {
        self.check
    }

    /// Checks a payment. The provider knows the key of the order, too: it charges nobody twice.
    pub async fn check(&self) {
        sleep_until(self.book()).await;
    }

    fn book(&self) -> Instant {
        let mut free_at = self.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let earliest = free_at.pop().map_or(now, |Reverse(earliest)| earliest.max(now));
        let done = earliest + self.check;
        free_at.push(Reverse(done));
        done
    }
}
