use std::sync::Arc;

use super::Hub;
use crate::engine::{Feed, Signal};

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

impl<F, T, E> Feed for Gate<F, T, E>
where
    F: Feed<Item = T, Error = E>,
    T: Send + 'static,
    E: Clone + Send + 'static,
{
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        let changes = self.hub.changes();
        if self.room == 0 || self.changes != changes {
            self.changes = changes;
            // Those on their way are not among what the members have got.
            let on_their_way = self.passed - self.hub.processed();
            self.room = self.hub.room().saturating_sub(on_their_way);
        }
        let signal = self.feed.next(wanted && self.room > 0);
        if matches!(signal, Signal::Next(_)) {
            self.room -= 1;
            self.passed += 1;
        }
        signal
    }

    fn is_at_hand(&self) -> bool {
        self.feed.is_at_hand()
    }
}
