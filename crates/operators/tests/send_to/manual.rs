//! A destination that tells what the test tells it to.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};

use reactive_streams::Publisher;
use reactive_streams_operators::delivery::{Destination, Outcome, Sent, Unsent};
use reactive_streams_operators::prelude::*;

pub(crate) type Told = Outcome<u32, &'static str>;

/// Clones share what has been sent.
#[derive(Clone)]
pub(crate) struct Manual {
    window: usize,
    untold: Arc<Mutex<Vec<(u32, Told)>>>,
}

impl Manual {
    pub(crate) fn new(window: usize) -> Self {
        Self { window, untold: Arc::default() }
    }

    /// The records whose outcome has not been told, in the order in which they were sent.
    pub(crate) fn untold(&self) -> Vec<u32> {
        self.untold.lock().unwrap().iter().map(|(record, _)| *record).collect()
    }

    /// The outcome of such a record.
    pub(crate) fn outcome(&self, record: u32) -> Told {
        let mut untold = self.untold.lock().unwrap();
        let index = untold.iter().position(|(sent, _)| *sent == record).unwrap();
        untold.remove(index).1
    }

    /// The record has arrived; so much is the receipt.
    pub(crate) fn sent(&self, record: u32) {
        self.outcome(record).sent(record * 10);
    }
}

impl Destination for Manual {
    type Record = u32;
    type Receipt = u32;
    type Error = &'static str;

    fn window(&self) -> NonZeroUsize {
        NonZeroUsize::new(self.window).unwrap()
    }

    fn send(&self, record: u32, outcome: Told) {
        self.untold.lock().unwrap().push((record, outcome));
    }
}

/// The receipts, or what was wrong.
pub(crate) fn receipts<P, T>(results: P) -> impl Publisher<Item = u32, Error = P::Error>
where
    P: Publisher<Item = Result<Sent<T, u32>, Unsent<T, &'static str>>>,
    T: Send + 'static,
{
    results.map(|result| result.map_or(0, |sent| sent.receipt))
}
