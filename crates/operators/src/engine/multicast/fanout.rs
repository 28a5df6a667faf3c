use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use reactive_streams::{Burst, Demand, Subscriber, Subscription};

use super::Hub;
use super::hub::{Joined, Spread};
use crate::engine::End;
use crate::engine::block_size::BlockSize;

/// Gives each element to every member.
pub(crate) struct Fanout<T: Send + 'static, E: Clone + Send + 'static> {
    hub: Arc<Hub<T, E>>,
    members: Vec<Joined<T, E>>,
    changes: usize,
    /// Elements on their way, so that members are called once for several.
    block: Vec<T>,
    /// How many are taken before the first of them is delivered.
    size: BlockSize,
}

impl<T: Send + 'static, E: Clone + Send + 'static> Fanout<T, E> {
    pub(super) fn new(hub: Arc<Hub<T, E>>) -> Self {
        Self { hub, members: Vec::new(), changes: 0, block: Vec::new(), size: BlockSize::default() }
    }

    /// Lets in who has come, and drops who has gone.
    fn refresh(&mut self) {
        let changes = self.hub.changes();
        if self.changes != changes {
            self.changes = changes;
            self.members.append(&mut self.hub.joined());
            self.members.retain(|joined| !joined.member.is_cancelled());
        }
    }

    fn deliver(&mut self) {
        let spread = self.hub.spread();
        for Joined { member, subscriber } in &mut self.members {
            let room = usize::try_from(member.room()).unwrap_or(usize::MAX);
            // Who has joined since the gate was passed, and has not asked yet, begins with the next.
            let late = spread == Spread::Slowest && room < self.block.len();
            if member.is_cancelled() || late {
                continue;
            }
            let elements = &self.block[..room.min(self.block.len())];
            let receive = || subscriber.receive(elements, member);
            if catch_unwind(AssertUnwindSafe(receive)).is_err() {
                member.cancel(); // §2.13: this one counts as cancelled, and the others go on
            }
        }
        self.hub.process(self.block.len() as u64);
        self.block.clear();
    }

    fn end(&mut self, end: End<E>) {
        self.block.clear();
        let members = self.hub.end(end.clone()).into_iter();
        for joined in self.members.drain(..).chain(members) {
            if !joined.member.is_cancelled() {
                let end = end.clone();
                // What one member panics with is not for the others: it goes no further.
                drop(catch_unwind(AssertUnwindSafe(|| joined.subscriber.end(end))));
            }
        }
    }
}

impl<T: Send + 'static, E: Clone + Send + 'static> Subscriber<T, E> for Fanout<T, E> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        subscription.request(Demand::UNBOUNDED);
    }

    fn on_next(&mut self, item: T) {
        self.refresh();
        self.block.push(item);
        self.deliver();
    }

    fn on_burst<B: Burst<T>>(&mut self, mut burst: B) {
        if !burst.is_at_hand() {
            while let Some(item) = burst.next() {
                self.on_next(item);
            }
            return;
        }
        loop {
            self.refresh();
            let (start, size) = (Instant::now(), self.size.get());
            self.block.extend(iter::from_fn(|| burst.next()).take(size));
            if self.block.is_empty() {
                return;
            }
            let is_over = self.block.len() < size;
            self.size.adapt(self.block.len(), start.elapsed());
            self.deliver();
            if is_over {
                // The gate may have been shut for the sake of those that are delivered now.
                return self.hub.wake();
            }
        }
    }

    fn on_error(mut self, error: E) {
        self.end(End::Error(error));
    }

    fn on_complete(mut self) {
        self.end(End::Complete);
    }
}

impl<T: Send + 'static, E: Clone + Send + 'static> Drop for Fanout<T, E> {
    fn drop(&mut self) {
        self.end(End::Abandoned);
    }
}
