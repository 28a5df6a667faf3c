use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Burst, Publisher, Subscriber, Subscription};

use super::Hub;
use super::hub::Multicast;
use crate::engine::{Drain, PrefetchFeed, PrefetchQueue, prefetch, prefetching};

/// Where a hub gets its elements from a publisher: by a queue, and past it when all members wait for
/// what comes.
struct Inlet<T: Send + 'static, E: Clone + Send + 'static> {
    queue: PrefetchQueue<T, E>,
    drain: Arc<Multicast<PrefetchFeed<T, E>, T, E>>,
}

impl<T: Send + 'static, E: Clone + Send + 'static> Hub<T, E> {
    /// Has the members be served from `publisher`, of which so many elements may wait.
    pub(crate) fn subscribe_to<P>(self: &Arc<Self>, publisher: P, capacity: NonZeroUsize)
    where
        P: Publisher<Item = T, Error = E>,
    {
        let arbiter = prefetching(capacity);
        let drain = Drain::new(None, Some(Arc::clone(&arbiter)));
        let (queue, feed) = prefetch(capacity, arbiter, drain.waker());
        self.connect(&drain, feed);
        publisher.subscribe(Inlet { queue, drain });
    }
}

impl<T: Send + 'static, E: Clone + Send + 'static> Subscriber<T, E> for Inlet<T, E> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.queue.on_subscribe(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.queue.on_next(item);
    }

    fn on_burst<B: Burst<T>>(&mut self, mut burst: B) {
        if burst.is_at_hand() {
            if let Some(mut state) = self.drain.enter() {
                if state.feed.is_clear() {
                    state.subscriber.on_burst(state.feed.past_queue(&mut burst));
                    self.drain.leave_empty(state, 0); // who serves all has no demand of its own
                } else {
                    self.drain.leave(state, 0);
                }
            }
        }
        self.queue.on_burst(burst);
    }

    fn on_error(self, error: E) {
        self.queue.on_error(error);
    }

    fn on_complete(self) {
        self.queue.on_complete();
    }
}
