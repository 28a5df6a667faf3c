use std::mem;
use std::sync::Arc;

use reactive_streams::{Burst, Demand, Publisher, Subscriber, Subscription};

use super::{Arbiter, End};
use crate::hooks::drop_error;
use crate::sync::{Mutex, lock};

/// Says what follows a source that has ended: another one, or the end of the stream.
pub(crate) trait Successor: Send + 'static {
    type Source: Publisher;

    /// The error of the stream, which need not be that of a source.
    type Error: Send + 'static;

    /// What follows a source that has ended so after `received` elements.
    fn after(
        &mut self,
        end: Result<(), <Self::Source as Publisher>::Error>,
        received: u64,
    ) -> After<Self::Source, Self::Error>;

    /// A source has failed after the stream was cancelled.
    fn undelivered(error: <Self::Source as Publisher>::Error) {
        drop_error(error);
    }
}

/// What follows a source.
pub(crate) enum After<P, E> {
    Source(P),
    End(End<E>),
}

/// Subscribes `downstream` to `source`, and then to one source after another as `successor` says.
///
/// The demand that a source has not met moves on to the next one. Elements take no lock: the
/// subscriber of the moment has the downstream, and hands it over at its end.
pub(crate) fn resume<R, S>(source: R::Source, successor: R, mut downstream: S)
where
    R: Successor,
    S: Subscriber<<R::Source as Publisher>::Item, R::Error>,
{
    let turn = Turn::Between { next: None, subscribing: false };
    let link = Arc::new(Link { upstream: Arbiter::new(0), turn: Mutex::new(turn) });
    downstream.on_subscribe(Arc::clone(&link) as Arc<dyn Subscription>);
    link.subscribe(Handover { source, successor, downstream });
}

/// The subscription of the downstream, whichever source has its turn.
struct Link<R: Successor, S> {
    upstream: Arbiter,
    turn: Mutex<Turn<R, S>>,
}

enum Turn<R: Successor, S> {
    Between {
        next: Option<Handover<R, S>>,
        /// Somebody subscribes sources, and will subscribe the next one as well. So a million sources
        /// that end while they are subscribed need no stack (§3.3).
        subscribing: bool,
    },
    Cancelled,
}

struct Handover<R: Successor, S> {
    source: R::Source,
    successor: R,
    downstream: S,
}

impl<R, S> Link<R, S>
where
    R: Successor,
    S: Subscriber<<R::Source as Publisher>::Item, R::Error>,
{
    fn subscribe(self: &Arc<Self>, handover: Handover<R, S>) {
        let mut turn = lock(&self.turn);
        let Turn::Between { next, subscribing } = &mut *turn else {
            drop(turn);
            return drop(handover); // after the lock: foreign code
        };
        *next = Some(handover);
        if mem::replace(subscribing, true) {
            return;
        }
        drop(turn);
        let unwinding = CancelOnDrop(self);
        while let Some(Handover { source, successor, downstream }) = self.take_next() {
            let link = Arc::clone(self);
            source.subscribe(ResumeSubscriber { downstream, successor, link, count: Count::ZERO });
        }
        mem::forget(unwinding);
    }

    /// The next source; if there is none, somebody else may subscribe the one after.
    fn take_next(&self) -> Option<Handover<R, S>> {
        let mut turn = lock(&self.turn);
        let Turn::Between { next, subscribing } = &mut *turn else { return None };
        let handover = next.take();
        *subscribing = handover.is_some();
        handover
    }

    fn is_cancelled(&self) -> bool {
        matches!(*lock(&self.turn), Turn::Cancelled)
    }
}

impl<R, S> Subscription for Link<R, S>
where
    R: Successor,
    S: Subscriber<<R::Source as Publisher>::Item, R::Error>,
{
    fn request(&self, demand: Demand) {
        self.upstream.request(demand);
    }

    fn cancel(&self) {
        let turn = mem::replace(&mut *lock(&self.turn), Turn::Cancelled);
        drop(turn); // after the lock: foreign code
        self.upstream.cancel();
    }
}

/// A source that panics while it is subscribed may have handed over before.
struct CancelOnDrop<'a, R, S>(&'a Link<R, S>)
where
    R: Successor,
    S: Subscriber<<R::Source as Publisher>::Item, R::Error>;

impl<R, S> Drop for CancelOnDrop<'_, R, S>
where
    R: Successor,
    S: Subscriber<<R::Source as Publisher>::Item, R::Error>,
{
    fn drop(&mut self) {
        self.0.cancel();
    }
}

struct ResumeSubscriber<R: Successor, S> {
    downstream: S,
    successor: R,
    link: Arc<Link<R, S>>,
    count: Count,
}

/// The elements of a source.
struct Count {
    received: u64,
    /// Those among them that did not use up demand.
    unused: u64,
}

impl Count {
    const ZERO: Self = Self { received: 0, unused: 0 };
}

impl<R, S> ResumeSubscriber<R, S>
where
    R: Successor,
    S: Subscriber<<R::Source as Publisher>::Item, R::Error>,
{
    fn end(self, end: Result<(), <R::Source as Publisher>::Error>) {
        let Self { downstream, mut successor, link, count } = self;
        link.upstream.disconnect(count.received - count.unused);
        if link.is_cancelled() {
            return end.err().map_or((), R::undelivered);
        }
        match successor.after(end, count.received) {
            After::Source(source) => link.subscribe(Handover { source, successor, downstream }),
            After::End(end) => {
                link.upstream.finish();
                end.signal(downstream);
            }
        }
    }
}

impl<R, S> Subscriber<<R::Source as Publisher>::Item, <R::Source as Publisher>::Error>
    for ResumeSubscriber<R, S>
where
    R: Successor,
    S: Subscriber<<R::Source as Publisher>::Item, R::Error>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.link.upstream.connect(subscription);
    }

    fn on_next(&mut self, item: <R::Source as Publisher>::Item) {
        self.count.received += 1;
        self.downstream.on_next(item);
    }

    fn try_on_next(&mut self, item: <R::Source as Publisher>::Item) -> bool {
        self.count.received += 1;
        let used = self.downstream.try_on_next(item);
        self.count.unused += u64::from(!used);
        used
    }

    fn on_burst<B: Burst<<R::Source as Publisher>::Item>>(&mut self, burst: B) {
        let mut counted = CountedBurst { burst, count: Count::ZERO };
        self.downstream.on_burst(&mut counted);
        self.count.received += counted.count.received;
        self.count.unused += counted.count.unused;
    }

    fn on_error(self, error: <R::Source as Publisher>::Error) {
        self.end(Err(error));
    }

    fn on_complete(self) {
        self.end(Ok(()));
    }
}

struct CountedBurst<B> {
    burst: B,
    count: Count,
}

impl<T, B: Burst<T>> Burst<T> for CountedBurst<B> {
    fn next(&mut self) -> Option<T> {
        let item = self.burst.next()?;
        self.count.received += 1;
        Some(item)
    }

    fn unused(&mut self) {
        self.count.unused += 1;
        self.burst.unused();
    }

    fn is_at_hand(&self) -> bool {
        self.burst.is_at_hand()
    }
}
