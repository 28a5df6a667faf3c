//! A publisher of what a callback is told.

mod emitter;
mod hooks;
mod observed;

use std::fmt;
use std::marker::PhantomData;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

pub use emitter::Emitter;
use hooks::Hooks;
use observed::Observed;

use crate::engine::{Drain, Feed, Signal};
use crate::sinks::Input;
use crate::source::channel::Receiver;

/// Gives what is pushed into an [`Emitter`], from any number of threads: the bridge from an interface of
/// callbacks.
///
/// For each subscriber `bridge` is called once, when it has been greeted; it registers its callbacks and
/// moves the emitter, or clones of it, into them.
///
/// # Demand
///
/// Elements are given when they have been requested; until then up to `capacity` of them wait, and one
/// more comes back to the caller as [`EmitError::Overflow`](crate::sinks::EmitError::Overflow). A
/// source that can be slowed down learns of demand from [`Emitter::on_request`]. Elements are delivered on
/// the thread that emits or requests, one after another.
///
/// # Overflow
///
/// Who would rather have a policy decide than be given an element back puts
/// [`on_overflow`](crate::ext::OverflowExt::on_overflow) behind it. That takes everything at once, so
/// [`Emitter::next`] succeeds; what is left out is told to the observer of the policy, and one that fails the
/// stream to the emitter as well: its next element comes back as
/// [`EmitError::Cancelled`](crate::sinks::EmitError::Cancelled). `capacity` is then what may wait while one thread
/// delivers and others emit.
///
/// ```
/// use std::convert::Infallible;
/// use std::num::NonZeroUsize;
/// use reactive_streams_operators::{Emitter, create};
/// use reactive_streams_operators::operator::Overflow;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::scheduler::DeterministicScheduler;
///
/// let consumer = DeterministicScheduler::new(1); // which is busy until it is run
/// let four = NonZeroUsize::new(4).unwrap();
/// let prices = create(four, |emitter: Emitter<u32, Infallible>| {
///     (0..100).for_each(|price| emitter.next(price).unwrap()); // nobody has asked for any
/// });
/// let policy = Overflow::drop_oldest();
/// let dropped = policy.dropped();
/// let latest = prices.on_overflow(four, policy).publish_on(&consumer, NonZeroUsize::MIN);
/// let mut shown = latest.collect::<Vec<_>>().start();
/// consumer.run_until_idle();
/// assert_eq!(shown.try_take().unwrap().unwrap(), [0, 96, 97, 98, 99]);
/// assert_eq!(dropped.total(), 95);
/// ```
///
/// # End
///
/// The stream ends when the emitter says so, after the elements that wait, and completes when the last
/// clone of the emitter is dropped. Cancelling drops what waits; elements emitted later come back as
/// [`EmitError::Cancelled`](crate::sinks::EmitError::Cancelled). What has to be undone then is
/// registered by [`Emitter::on_dispose`].
///
/// If `bridge` panics the subscriber is dropped, and the panic unwinds to whoever subscribes. If the
/// subscriber panics, the panic unwinds to whoever emits or requests.
///
/// ```
/// use std::convert::Infallible;
/// use std::num::NonZeroUsize;
/// use std::thread;
/// use reactive_streams_operators::create;
/// use reactive_streams_operators::prelude::*;
///
/// let readings = create(NonZeroUsize::new(8).unwrap(), |emitter| {
///     thread::spawn(move || {
///         for celsius in [19, 21, 20] {
///             emitter.next(celsius).unwrap(); // this is where a sensor would call
///         }
///     });
/// });
/// let readings = readings.collect::<Vec<i32>>().block();
/// assert_eq!(readings, Ok::<_, reactive_streams_operators::SinkError<Infallible>>(vec![19, 21, 20]));
/// ```
#[doc(alias = "unsafeCreate")]
pub fn create<T, E, F>(capacity: NonZeroUsize, bridge: F) -> Create<T, E, F>
where
    T: Send + 'static,
    E: Send + 'static,
    F: FnOnce(Emitter<T, E>) + Send + 'static,
{
    Create { capacity, bridge, signals: PhantomData }
}

/// Publisher for [`create`].
#[must_use = "publishers do nothing unless subscribed"]
pub struct Create<T, E, F> {
    capacity: NonZeroUsize,
    bridge: F,
    signals: PhantomData<fn() -> (T, E)>,
}

// By hand, because the derived one would ask for `T: Clone` and `E: Clone`.
impl<T, E, F: Clone> Clone for Create<T, E, F> {
    fn clone(&self) -> Self {
        Self { capacity: self.capacity, bridge: self.bridge.clone(), signals: PhantomData }
    }
}

impl<T, E, F> fmt::Debug for Create<T, E, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Create").field("capacity", &self.capacity).finish_non_exhaustive()
    }
}

impl<T, E, F> Publisher for Create<T, E, F>
where
    T: Send + 'static,
    E: Send + 'static,
    F: FnOnce(Emitter<T, E>) + Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        let input = Input::new(self.capacity);
        let hooks = Arc::new(Hooks::new());
        let drain = Drain::new(None, None);
        input.queue().connect(drain.waker());
        let elements =
            Pushed { queue: Receiver(Arc::clone(input.queue())), hooks: Arc::clone(&hooks) };
        drain.start(elements, Observed::new(subscriber, Arc::clone(&hooks)));
        (self.bridge)(Emitter::new(input, hooks));
    }
}

/// What has been pushed. It is dropped when the stream is over, however that came.
struct Pushed<T, E> {
    queue: Receiver<T, E>,
    hooks: Arc<Hooks>,
}

impl<T, E> Feed for Pushed<T, E>
where
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        self.queue.next(wanted)
    }
}

impl<T, E> Drop for Pushed<T, E> {
    fn drop(&mut self) {
        self.hooks.dispose();
    }
}
