use std::sync::Arc;

use reactive_streams::{Demand, Subscriber, Subscription};

use super::Feed;
use super::emission::{Emission, State};

/// Emits on the thread that requests. The demand counter is the right to emit as well.
///
/// Whoever moves it from zero emits until it is zero again; everybody else only adds, also from
/// inside `on_next`, which bounds the recursion to one (§3.3). After a panic or the end it stays
/// above zero for good, so nobody emits again.
pub(crate) struct PullSource<F, S>(Emission<F, S>);

impl<F, S> PullSource<F, S>
where
    F: Feed,
    S: Subscriber<F::Item, F::Error>,
{
    /// Subscribes `subscriber` to `feed`.
    pub(crate) fn start(feed: F, mut subscriber: S) {
        // One stands in the counter while `on_subscribe` runs, so that no request emits in it.
        let link = Arc::new(Self(Emission::new(1)));
        subscriber.on_subscribe(Arc::clone(&link) as Arc<dyn Subscription>);
        if link.0.emit(State { subscriber, feed }, 1, u64::MAX) {
            link.run();
        }
    }

    fn run(&self) {
        while self.0.burst(u64::MAX) {}
    }
}

impl<F, S> Subscription for PullSource<F, S>
where
    F: Feed,
    S: Subscriber<F::Item, F::Error>,
{
    fn request(&self, demand: Demand) {
        if self.0.requested().add(demand) == 0 {
            self.run();
        }
    }

    fn cancel(&self) {
        self.0.cancel();
    }
}
