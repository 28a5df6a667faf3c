//! What takes whatever an upstream brings, and gives what it has made of that when it is wanted.

use std::fmt;
use std::sync::Arc;
use std::task::Waker;
use std::time::Duration;

use reactive_streams::{Publisher, Subscriber, Subscription};

use super::{Alarm, Arbiter, Drain, End, Feed, Signal};
use crate::scheduler::Worker;
use crate::sync::{Mutex, lock};

/// What is kept of the elements of an upstream that is not held back: the latest, a sum.
///
/// [`Kept`] makes a publisher of it, [`keep`](crate::ext::RateExt::keep) attaches it. Times are those of the
/// scheduler. What is kept is to be bounded, whatever comes.
///
/// ```
/// use std::time::Duration;
/// use reactive_streams_operators::engine::{Keep, Take};
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::range;
/// use reactive_streams_operators::scheduler::ImmediateScheduler;
///
/// /// The greatest element since the last one that was given.
/// #[derive(Clone)]
/// struct Greatest;
///
/// impl Keep<u32> for Greatest {
///     type Item = u32;
///     type Kept = Option<u32>;
///     fn put(&mut self, kept: &mut Option<u32>, item: u32, _: Duration) {
///         *kept = (*kept).max(Some(item));
///     }
///     fn take(&mut self, kept: &mut Option<u32>, _: Duration, _: bool) -> Take<u32> {
///         kept.take().map_or(Take::Nothing, Take::Item)
///     }
///     fn is_empty(&self, kept: &Option<u32>) -> bool {
///         kept.is_none()
///     }
/// }
///
/// let peaks = range(0..5).keep(Greatest, &ImmediateScheduler::new()).collect::<Vec<_>>().block();
/// assert_eq!(peaks.unwrap(), [0, 1, 2, 3, 4]); // each is requested before the next one comes
/// ```
pub trait Keep<T>: Send + 'static {
    /// What comes out.
    type Item: Send + 'static;

    /// What is kept; nothing at first.
    type Kept: Default + Send + 'static;

    /// The stream begins.
    fn start(&mut self, _now: Duration) {}

    /// Takes an element in. No lock is held: closures may be called, and elements dropped.
    fn put(&mut self, kept: &mut Self::Kept, item: T, now: Duration);

    /// Time has passed; gives back an element that is of no use any more. As all that follow, it is called
    /// with a lock in hand, and should do no more than move what is kept.
    fn settle(&self, _kept: &mut Self::Kept, _now: Duration) -> Option<T> {
        None
    }

    /// What is to be given, when something is wanted; `ended` says that nothing more will come in.
    fn take(&mut self, kept: &mut Self::Kept, now: Duration, ended: bool) -> Take<Self::Item>;

    /// Whether there is nothing that is still to be given.
    fn is_empty(&self, kept: &Self::Kept) -> bool;
}

/// What a [`Keep`] has to give.
#[derive(Debug)]
pub enum Take<T> {
    /// An element.
    Item(T),
    /// Something, but not before that time.
    At(Duration),
    /// Nothing.
    Nothing,
}

/// A publisher of what is kept of another: the engine of `debounce`, `sample`, `conflate` and others.
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Kept<P, K> {
    upstream: P,
    keep: K,
    worker: Option<Arc<dyn Worker>>,
}

impl<P, K> Kept<P, K> {
    /// Signals come on the worker, or without one on the threads that bring and request elements.
    pub(crate) fn new(upstream: P, keep: K, worker: Option<Box<dyn Worker>>) -> Self {
        Self { upstream, keep, worker: worker.map(Arc::from) }
    }
}

impl<P: fmt::Debug, K: fmt::Debug> fmt::Debug for Kept<P, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept")
            .field("upstream", &self.upstream)
            .field("keep", &self.keep)
            .finish_non_exhaustive()
    }
}

impl<P, K> Publisher for Kept<P, K>
where
    P: Publisher,
    K: Keep<P::Item>,
{
    type Item = K::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<K::Item, P::Error>>(self, subscriber: S) {
        let Self { upstream, mut keep, worker } = self;
        keep.start(now(worker.as_deref()));
        let arbiter = Arc::new(Arbiter::new(u64::MAX));
        let on = worker.as_ref().map(|worker| Box::new(Arc::clone(worker)) as Box<dyn Worker>);
        let drain = Drain::new(on, Some(Arc::clone(&arbiter)));
        let keeper = Some(Keeper { keep, kept: K::Kept::default() });
        let store = Arc::new(Store(Mutex::new(State { keeper, end: None, over: false })));
        let alarm = worker.clone().map(|worker| Alarm::new(worker, drain.waker()));
        let waker = drain.waker();
        let outtake = Outtake { store: Arc::clone(&store), upstream: Arc::clone(&arbiter), alarm };
        drain.start(outtake, subscriber);
        upstream.subscribe(Intake { store, upstream: arbiter, worker, waker });
    }
}

fn now(worker: Option<&dyn Worker>) -> Duration {
    worker.map_or(Duration::ZERO, Worker::now)
}

/// What the two ends share.
struct Store<K: Keep<T>, T, E>(Mutex<State<K, T, E>>);

struct State<K: Keep<T>, T, E> {
    /// Not here while an element is taken in, and gone for good if that panics.
    keeper: Option<Keeper<K, T>>,
    end: Option<End<E>>,
    /// The end is set, or nobody is left who would take anything.
    over: bool,
}

struct Keeper<K: Keep<T>, T> {
    keep: K,
    kept: K::Kept,
}

impl<K: Keep<T>, T, E: Send + 'static> Store<K, T, E> {
    fn put(&self, item: T, now: Duration) {
        let Some(mut keeper) = lock(&self.0).keeper.take() else { return }; // §2.8
        keeper.keep.put(&mut keeper.kept, item, now);
        let mut state = lock(&self.0);
        if state.over {
            drop(state);
            return drop(keeper); // after the lock: foreign code
        }
        state.keeper = Some(keeper);
    }

    /// The first end counts.
    fn end(&self, end: End<E>) {
        let mut state = lock(&self.0);
        let late = if state.over { Some(end) } else { state.end.replace(end) };
        state.over = true;
        drop(state);
        End::undelivered(late);
    }

    fn close(&self) {
        let mut state = lock(&self.0);
        state.over = true;
        let dropped = (state.keeper.take(), state.end.take());
        drop(state);
        drop(dropped); // as above
    }
}

impl<K: Keep<T>, T, E> State<K, T, E> {
    /// What there is now, and an element that is to be dropped.
    fn look(&mut self, now: Duration, wanted: bool) -> (Look<K::Item, E>, Option<T>) {
        if let Some(error) = self.end.take_if(|end| matches!(end, End::Error(_))) {
            return (Look::End(error), None);
        }
        let Some(Keeper { keep, kept }) = &mut self.keeper else {
            return (self.end.take().map_or(Look::Wait, Look::End), None);
        };
        let useless = keep.settle(kept, now);
        let look = if !wanted && !keep.is_empty(kept) {
            Look::Wait
        } else {
            match keep.take(kept, now, self.end.is_some()) {
                Take::Item(item) => Look::Item(item),
                Take::At(due) => Look::At(due),
                Take::Nothing => self.end.take().map_or(Look::Wait, Look::End),
            }
        };
        (look, useless)
    }
}

enum Look<T, E> {
    Item(T),
    At(Duration),
    Wait,
    End(End<E>),
}

/// The end that subscribes to the upstream.
struct Intake<K: Keep<T>, T, E: Send + 'static> {
    store: Arc<Store<K, T, E>>,
    upstream: Arc<Arbiter>,
    worker: Option<Arc<dyn Worker>>,
    waker: Waker,
}

impl<K: Keep<T>, T, E: Send + 'static> Intake<K, T, E> {
    fn end(&self, end: End<E>) {
        self.upstream.finish();
        self.store.end(end);
        self.waker.wake_by_ref();
    }
}

impl<K, T, E> Subscriber<T, E> for Intake<K, T, E>
where
    K: Keep<T>,
    T: Send + 'static,
    E: Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.upstream.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.store.put(item, now(self.worker.as_deref()));
        self.waker.wake_by_ref();
    }

    fn on_error(self, error: E) {
        self.end(End::Error(error));
    }

    fn on_complete(self) {
        self.end(End::Complete);
    }
}

impl<K: Keep<T>, T, E: Send + 'static> Drop for Intake<K, T, E> {
    fn drop(&mut self) {
        self.end(End::Abandoned); // without effect after a terminal signal
    }
}

/// The end from which elements are taken. An error overtakes what is kept (§4.2).
struct Outtake<K: Keep<T>, T, E: Send + 'static> {
    store: Arc<Store<K, T, E>>,
    upstream: Arc<Arbiter>,
    alarm: Option<Alarm>,
}

impl<K, T, E> Feed for Outtake<K, T, E>
where
    K: Keep<T>,
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = K::Item;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<K::Item, E> {
        let now = self.alarm.as_ref().map_or(Duration::ZERO, Alarm::now);
        let (look, useless) = lock(&self.store.0).look(now, wanted);
        drop(useless); // after the lock: foreign code
        match look {
            Look::Item(item) => Signal::Next(item),
            Look::At(due) => {
                if let Some(alarm) = &mut self.alarm {
                    alarm.set(due);
                }
                Signal::Wait
            }
            Look::Wait => Signal::Wait,
            Look::End(end) => Signal::End(end),
        }
    }
}

impl<K: Keep<T>, T, E: Send + 'static> Drop for Outtake<K, T, E> {
    fn drop(&mut self) {
        self.upstream.cancel();
        self.store.close();
    }
}
