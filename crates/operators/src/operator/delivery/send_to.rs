use std::fmt;
use std::iter;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber, Subscription};

use crate::delivery::{Destination, Outcome, Sent, Slot, Told, Unsent};
use crate::engine::{Drain, End, Feed, PrefetchFeed, PrefetchQueue, Signal, prefetch, prefetching};
use crate::scheduler::{Scheduler, Worker};

/// Publisher for [`DeliveryExt::send_to`](crate::ext::DeliveryExt::send_to).
#[must_use = "publishers do nothing unless subscribed"]
pub struct SendTo<P, D, F> {
    upstream: P,
    destination: D,
    record: F,
    worker: Option<Box<dyn Worker>>,
}

impl<P, D, F> SendTo<P, D, F> {
    pub(crate) fn new(upstream: P, destination: D, record: F) -> Self {
        Self { upstream, destination, record, worker: None }
    }

    /// Has results delivered, and elements requested, on a worker of `scheduler`, and not on the threads on which
    /// the destination tells of its records.
    ///
    /// If the scheduler has shut down, the upstream is cancelled and the subscriber dropped.
    pub fn results_on(mut self, scheduler: &dyn Scheduler) -> Self {
        self.worker = Some(scheduler.worker());
        self
    }
}

impl<P: fmt::Debug, D, F> fmt::Debug for SendTo<P, D, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendTo").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P, D, F> Publisher for SendTo<P, D, F>
where
    P: Publisher,
    D: Destination,
    F: FnMut(&P::Item) -> D::Record + Send + 'static,
{
    type Item = Result<Sent<P::Item, D::Receipt>, Unsent<P::Item, D::Error>>;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Self::Item, P::Error>>(self, subscriber: S) {
        let Self { upstream, destination, record, worker } = self;
        let window = destination.window();
        let outer = prefetching(window);
        let drain = Drain::new(worker, Some(Arc::clone(&outer)));
        let (queue, sent) = prefetch(window, outer, drain.waker());
        let slot = || Arc::new(Slot::new(drain.waker()));
        let slots: Slots<D> = iter::repeat_with(slot).take(window.get()).collect();
        let results = Results::<_, _, D> { sent, slots: Arc::clone(&slots), next: 0 };
        let stream = Arc::clone(&drain) as Arc<dyn Subscription>;
        drain.start(results, subscriber);
        upstream.subscribe(Sender { destination, record, queue, slots, next: 0, stream });
    }
}

/// The outcomes of as many records as may be on their way: the first, and again the first after the last.
type Slots<D> = Arc<[Arc<Slot<<D as Destination>::Receipt, <D as Destination>::Error>>]>;

/// The subscriber of the upstream. What it sends waits in a queue for its outcome.
struct Sender<T, E, D: Destination, F> {
    destination: D,
    record: F,
    queue: PrefetchQueue<T, E>,
    slots: Slots<D>,
    next: usize,
    stream: Arc<dyn Subscription>,
}

impl<T, E, D, F> Subscriber<T, E> for Sender<T, E, D, F>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Destination,
    F: FnMut(&T) -> D::Record + Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.queue.on_subscribe(subscription);
    }

    fn on_next(&mut self, item: T) {
        let mut panics = CancelOnDrop(Some(&*self.stream));
        let record = (self.record)(&item);
        // First the element: what is told at once finds it.
        if self.queue.put(item).is_ok() {
            let slot = Arc::clone(&self.slots[self.next]);
            self.next = (self.next + 1) % self.slots.len();
            self.destination.send(record, Outcome::new(slot));
        }
        panics.0 = None;
    }

    fn on_error(self, error: E) {
        self.queue.on_error(error);
    }

    fn on_complete(self) {
        self.queue.on_complete();
    }
}

/// Ends the stream when user code panics: results that are on their way are not waited for.
struct CancelOnDrop<'a>(Option<&'a dyn Subscription>);

impl Drop for CancelOnDrop<'_> {
    fn drop(&mut self) {
        if let Some(stream) = self.0 {
            stream.cancel();
        }
    }
}

/// What was sent, with what has come of it.
struct Results<T, E, D: Destination> {
    sent: PrefetchFeed<T, E>,
    slots: Slots<D>,
    next: usize,
}

impl<T, E, D> Feed for Results<T, E, D>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Destination,
{
    type Item = Result<Sent<T, D::Receipt>, Unsent<T, D::Error>>;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<Self::Item, E> {
        self.sent.replenish();
        let result = match self.slots[self.next].take(wanted) {
            Some(Told::Result(result)) => result,
            Some(Told::Abandoned) => return Signal::End(End::Abandoned),
            None => return self.sent.end().map_or(Signal::Wait, Signal::End),
        };
        self.next = (self.next + 1) % self.slots.len();
        let element = self.sent.pop().expect("it has been there since before it was sent");
        Signal::Next(match result {
            Ok(receipt) => Ok(Sent { element, receipt }),
            Err(error) => Err(Unsent { element, error }),
        })
    }

    fn is_at_hand(&self) -> bool {
        true // it gives what it has, and waits for nothing
    }
}

impl<T, E, D: Destination> Drop for Results<T, E, D> {
    fn drop(&mut self) {
        self.slots.iter().for_each(|slot| slot.close());
    }
}
