use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::{Publisher, Subscriber};

use super::Published;
use super::rounds::{Rounds, Seat};
use crate::engine::{Listened, Listener, UpwardListener};
use crate::scheduler::Worker;

/// Publisher for [`ShareExt::ref_count`](crate::ext::ShareExt::ref_count); each of its clones can be
/// subscribed.
#[must_use = "publishers do nothing unless subscribed"]
pub struct RefCount<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    /// For the round that begins if this clone is subscribed when none is under way.
    upstream: P,
    rounds: Arc<Rounds<P>>,
}

impl<P> RefCount<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    pub(crate) fn new(
        upstream: P,
        capacity: NonZeroUsize,
        enough: NonZeroUsize,
        grace: Option<(Duration, Box<dyn Worker>)>,
    ) -> Self {
        Self { upstream, rounds: Arc::new(Rounds::new(capacity, enough, grace)) }
    }
}

// By hand, because the derived one would not ask for what a publisher has to be to be shared.
impl<P> Clone for RefCount<P>
where
    P: Publisher<Item: Clone, Error: Clone> + Clone,
{
    fn clone(&self) -> Self {
        Self { upstream: self.upstream.clone(), rounds: Arc::clone(&self.rounds) }
    }
}

impl<P> fmt::Debug for RefCount<P>
where
    P: Publisher<Item: Clone, Error: Clone> + fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefCount")
            .field("upstream", &self.upstream)
            .field("capacity", &self.rounds.capacity)
            .field("enough", &self.rounds.enough)
            .finish_non_exhaustive()
    }
}

impl<P> Publisher for RefCount<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let (connectable, seat) = self.rounds.enter(self.upstream);
        let seated = Seated(Arc::new(seat));
        Listened::new(Published(Arc::clone(&connectable)), seated).subscribe(subscriber);
        connectable.connect_for(self.rounds.enough);
    }
}

/// Leaves the seat when the subscriber is gone.
struct Seated<P: Publisher<Item: Clone, Error: Clone>>(Arc<Seat<P>>);

impl<P: Publisher<Item: Clone, Error: Clone>> Listener<P::Item, P::Error> for Seated<P> {
    type Upward = Leaving<P>;

    fn upward(&mut self) -> Leaving<P> {
        Leaving(Arc::clone(&self.0))
    }
}

impl<P: Publisher<Item: Clone, Error: Clone>> Drop for Seated<P> {
    fn drop(&mut self) {
        self.0.leave();
    }
}

/// Leaves it when the subscriber cancels.
struct Leaving<P: Publisher<Item: Clone, Error: Clone>>(Arc<Seat<P>>);

impl<P: Publisher<Item: Clone, Error: Clone>> UpwardListener for Leaving<P> {
    fn on_cancel(&self) {
        self.0.leave();
    }
}
