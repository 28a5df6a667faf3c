use std::mem;
use std::sync::Arc;

use reactive_streams::{Demand, Subscription};

use super::launch::Launch;
use super::outputs::Outputs;
use super::panicked::Panicked;
use super::places::Places;
use super::poller::Poller;
use crate::engine::{Arbiter, Feed, Signal};

/// What has come of the futures. One more is requested for each that has been delivered.
pub(super) struct OutputFeed<T: Send + 'static, E, L: Launch<T>> {
    outputs: Arc<Outputs<L::Item, E>>,
    outer: Arc<Arbiter>,
    poller: Arc<Poller<T, E, L>>,
    /// If their number moves.
    places: Option<Arc<Places>>,
    /// How many places the upstream has not been asked to fill again.
    freed: u64,
}

impl<T: Send + 'static, E, L: Launch<T>> OutputFeed<T, E, L> {
    pub(super) fn new(
        outputs: Arc<Outputs<L::Item, E>>,
        outer: Arc<Arbiter>,
        poller: Arc<Poller<T, E, L>>,
        places: Option<Arc<Places>>,
    ) -> Self {
        Self { outputs, outer, poller, places, freed: 0 }
    }
}

impl<T, E, L> Feed for OutputFeed<T, E, L>
where
    T: Send + 'static,
    E: From<Panicked> + Send + 'static,
    L: Launch<T>,
{
    type Item = L::Item;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<L::Item, E> {
        loop {
            // What was delivered last is done with when the next one is asked for.
            if let Some(demand) = Demand::new(mem::take(&mut self.freed)) {
                match &self.places {
                    None => self.outer.request(demand),
                    Some(places) => places.fill(demand.get()),
                }
            }
            let signal = self.outputs.next(wanted, &mut self.freed);
            if self.freed == 0 || !matches!(signal, Signal::Wait) {
                return signal;
            }
        }
    }
}

impl<T: Send + 'static, E, L: Launch<T>> Drop for OutputFeed<T, E, L> {
    fn drop(&mut self) {
        self.outputs.close();
        self.outer.cancel();
        self.poller.close();
    }
}
