use std::sync::Arc;

use reactive_streams::Burst;

use super::Hub;
use crate::engine::{Feed, PrefetchFeed, Signal};

/// Lets elements out of a feed when every member has asked for them.
pub(crate) struct Gate<F, T: Send + 'static, E: Clone + Send + 'static> {
    feed: F,
    hub: Arc<Hub<T, E>>,
    /// How many may go through before the members have to be looked at again.
    room: u64,
    /// How many have gone through.
    passed: u64,
    changes: usize,
}

impl<F, T: Send + 'static, E: Clone + Send + 'static> Gate<F, T, E> {
    pub(super) fn new(feed: F, hub: Arc<Hub<T, E>>) -> Self {
        Self { feed, hub, room: 0, passed: 0, changes: 0 }
    }
}

impl<F, T: Send + 'static, E: Clone + Send + 'static> Gate<F, T, E> {
    /// Whether each member wants an element.
    #[inline]
    fn is_open(&mut self) -> bool {
        if self.room == 0 || self.changes != self.hub.changes() {
            self.look();
        }
        self.room > 0
    }

    /// Looks at the members.
    #[cold]
    fn look(&mut self) {
        self.changes = self.hub.changes();
        // Those on their way are not among what the members have got.
        let on_their_way = self.passed - self.hub.processed();
        self.room = self.hub.room().saturating_sub(on_their_way);
    }

    fn count(&mut self) {
        self.room -= 1;
        self.passed += 1;
    }
}

impl<F, T, E> Feed for Gate<F, T, E>
where
    F: Feed<Item = T, Error = E>,
    T: Send + 'static,
    E: Clone + Send + 'static,
{
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        let is_open = self.is_open();
        let signal = self.feed.next(wanted && is_open);
        if matches!(signal, Signal::Next(_)) {
            self.count();
        }
        signal
    }

    fn is_at_hand(&self) -> bool {
        self.feed.is_at_hand()
    }
}

impl<T, E> Gate<PrefetchFeed<T, E>, T, E>
where
    T: Send + 'static,
    E: Clone + Send + 'static,
{
    /// Whether nothing waits before it.
    pub(super) fn is_clear(&self) -> bool {
        self.feed.is_empty()
    }

    /// A burst that goes past the queue, which is empty, and through the gate.
    pub(super) fn past_queue<B: Burst<T>>(&mut self, burst: B) -> impl Burst<T> {
        PastQueue { gate: self, burst }
    }
}

struct PastQueue<'a, B, T: Send + 'static, E: Clone + Send + 'static> {
    gate: &'a mut Gate<PrefetchFeed<T, E>, T, E>,
    burst: B,
}

impl<B, T, E> Burst<T> for PastQueue<'_, B, T, E>
where
    B: Burst<T>,
    T: Send + 'static,
    E: Clone + Send + 'static,
{
    #[inline]
    fn next(&mut self) -> Option<T> {
        let is_open = self.gate.is_open();
        let item = self.gate.feed.pass(&mut self.burst, is_open)?;
        self.gate.count();
        Some(item)
    }

    /// It counts as taken out of the queue, and another one is requested as for those.
    fn unused(&mut self) {}

    fn is_at_hand(&self) -> bool {
        self.burst.is_at_hand()
    }
}
