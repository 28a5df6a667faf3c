use std::collections::VecDeque;
use std::mem;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Burst, Subscriber, Subscription};

use super::GroupError;
use crate::engine::{Credit, End, Flushed, LaneIn, LaneOut, main_lane};

/// Where an element goes: what `group_by` and the windows differ in.
pub(super) trait Route<T, E>: Send + 'static {
    /// What goes downstream: groups or windows.
    type Part: Send + 'static;

    /// Puts `item` into a lane of its choice, or keeps it back there until [`flush`](Self::flush).
    ///
    /// # Errors
    ///
    /// What the stream is to fail with.
    fn route(&mut self, item: T, parts: &mut Parts<Self::Part, E>) -> Result<(), E>;

    /// Puts what was kept back into its lanes.
    fn flush(&mut self, parts: &mut Parts<Self::Part, E>) -> Result<(), E>;

    /// Ends all lanes.
    fn end(self, end: End<E>);
}

/// The stream of the parts: a lane itself, as long as it is wanted.
pub(super) struct Parts<Q, E> {
    lane: Option<LaneIn<Q, E>>,
    credit: Arc<Credit>,
    /// Elements that went through a lane, and were not replaced.
    delivered: u64,
}

impl<Q: Send + 'static, E: Send + 'static> Parts<Q, E> {
    pub(super) fn credit(&self) -> &Arc<Credit> {
        &self.credit
    }

    /// Whether anybody wants more parts.
    pub(super) fn is_open(&self) -> bool {
        self.lane.is_some()
    }

    /// Sends a part downstream; drops it if nobody wants it any more.
    pub(super) fn send(&mut self, part: Q) {
        let Some(lane) = &mut self.lane else { return drop(part) };
        lane.keep(part);
        if let Some(unwanted) = lane.flush().refused {
            self.lane = None;
            drop(unwanted);
        }
    }

    /// Puts what a lane of elements has kept back into it, and gives what the lane refuses.
    pub(super) fn flush<T>(&mut self, lane: &mut LaneIn<T, E>) -> Option<VecDeque<T>>
    where
        T: Send + 'static,
    {
        let Flushed { delivered, refused } = lane.flush();
        self.delivered += delivered;
        refused
    }

    /// Has others come in the place of what went through the lanes: one request for all of it.
    fn replace_delivered(&mut self) {
        if self.delivered > 0 {
            self.credit.replace(mem::take(&mut self.delivered));
        }
    }
}

/// Takes a stream apart.
pub(super) struct Router<R, T, E>
where
    R: Route<T, E>,
    E: Clone + Send + 'static,
{
    /// Gone when the stream is over.
    open: Option<(R, Parts<R::Part, E>)>,
    credit: Arc<Credit>,
    capacity: NonZeroUsize,
    /// Makes the error of parts that nobody subscribes; without it they hold the upstream.
    not_consumed: Option<fn(GroupError) -> E>,
}

/// A router of at most `capacity` elements in all lanes, and the lane of the parts.
pub(super) fn router<R, T, E>(
    route: R,
    capacity: NonZeroUsize,
    not_consumed: Option<fn(GroupError) -> E>,
) -> (Router<R, T, E>, LaneOut<R::Part, E>)
where
    R: Route<T, E>,
    E: Clone + Send + 'static,
{
    let credit = Credit::new(capacity);
    let (parts, out) = main_lane(&credit);
    let parts = Parts { lane: Some(parts), credit: Arc::clone(&credit), delivered: 0 };
    (Router { open: Some((route, parts)), credit, capacity, not_consumed }, out)
}

impl<R, T, E> Router<R, T, E>
where
    R: Route<T, E>,
    E: Clone + Send + 'static,
{
    fn fail(&mut self, error: E) {
        self.credit.upstream().cancel();
        self.end(End::Error(error));
    }

    fn end(&mut self, end: End<E>) {
        let Some((route, parts)) = self.open.take() else { return };
        route.end(end.clone());
        if let Some(parts) = parts.lane {
            parts.end(end);
        }
    }

    /// What has come is in its lanes: whether anything can follow.
    fn settle(&mut self) {
        let Some((route, parts)) = &mut self.open else { return };
        if let Err(error) = route.flush(parts) {
            return self.fail(error);
        }
        parts.replace_delivered();
        if let Some(not_consumed) = self.not_consumed.filter(|_| self.credit.is_stalled()) {
            self.fail(not_consumed(GroupError::NotConsumed { capacity: self.capacity }));
        }
    }
}

impl<R, T, E> Subscriber<T, E> for Router<R, T, E>
where
    R: Route<T, E>,
    T: Send + 'static,
    E: Clone + Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.credit.upstream().connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        let Some((route, parts)) = &mut self.open else { return };
        self.credit.receive(1);
        if let Err(error) = route.route(item, parts) {
            return self.fail(error);
        }
        self.settle();
    }

    fn on_burst<B: Burst<T>>(&mut self, mut burst: B) {
        if !burst.is_at_hand() {
            while let Some(item) = burst.next() {
                self.on_next(item);
            }
            return;
        }
        let Some((route, parts)) = &mut self.open else { return };
        let mut received = 0;
        while let Some(item) = burst.next() {
            received += 1;
            if let Err(error) = route.route(item, parts) {
                return self.fail(error);
            }
        }
        self.credit.receive(received);
        self.settle();
    }

    fn on_error(mut self, error: E) {
        self.credit.upstream().finish();
        self.end(End::Error(error));
    }

    fn on_complete(mut self) {
        self.credit.upstream().finish();
        self.end(End::Complete);
    }
}

impl<R, T, E> Drop for Router<R, T, E>
where
    R: Route<T, E>,
    E: Clone + Send + 'static,
{
    fn drop(&mut self) {
        self.end(End::Abandoned);
    }
}
