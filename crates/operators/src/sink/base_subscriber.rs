use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use reactive_streams::{Burst, Demand, Subscriber, Subscription};

use super::{Disposable, Running, SinkError};
use crate::engine::Arbiter;
use crate::hooks::drop_error;
use crate::sync::{AtomicBool, Ordering};

/// What a [`BaseSubscriber`] does with its signals.
///
/// When the stream is cancelled nothing is called any more, and this is dropped as soon as the
/// publisher drops the subscriber.
pub trait Hooks<T, E>: Send + 'static {
    /// The stream can be asked for elements. Requests everything, unless it is written.
    #[doc(alias = "hookOnSubscribe")]
    fn on_subscribe(&mut self, control: &Control) {
        control.request(Demand::UNBOUNDED);
    }

    /// An element has come.
    #[doc(alias = "hookOnNext")]
    fn on_next(&mut self, item: T, control: &Control);

    /// The stream is over, and nobody has cancelled it.
    ///
    /// # Errors
    ///
    /// It gets the error, [as it is](SinkError::Upstream) or as that the publisher has
    /// [abandoned](SinkError::Abandoned) its subscriber. It is dropped unless this is written.
    #[doc(alias = "hookOnComplete")]
    #[doc(alias = "hookOnError")]
    #[doc(alias = "hookFinally")]
    fn on_end(self, end: Result<(), SinkError<E>>)
    where
        Self: Sized,
    {
        drop(end);
    }
}

/// A subscriber whose owner says when it requests, and how much.
///
/// It keeps what every subscriber has to keep: it has one subscription (§2.5), and passes nothing on
/// after it has been cancelled (§2.8). If a hook panics, the stream is over, and the panic unwinds to
/// whoever caused the signal (§2.13).
///
/// # Demand
///
/// What its [`Hooks`] and the owners of a [`Control`] request.
///
/// ```
/// use std::convert::Infallible;
/// use reactive_streams::{Demand, Publisher};
/// use reactive_streams_operators::range;
/// use reactive_streams_operators::sink::{BaseSubscriber, Control, Hooks};
///
/// /// Takes one element at a time.
/// struct OneByOne;
///
/// impl Hooks<u32, Infallible> for OneByOne {
///     fn on_subscribe(&mut self, control: &Control) {
///         control.request(Demand::ONE);
///     }
///     fn on_next(&mut self, item: u32, control: &Control) {
///         if item < 3 { control.request(Demand::ONE) } else { control.cancel() }
///     }
/// }
///
/// let subscriber = BaseSubscriber::new(OneByOne);
/// let control = subscriber.control();
/// range(0..9).subscribe(subscriber);
/// assert!(control.is_over());
/// ```
#[doc(alias = "DefaultSubscriber")]
#[doc(alias = "DisposableSubscriber")]
#[doc(alias = "ResourceSubscriber")]
#[must_use = "a subscriber that is dropped has been abandoned"]
pub struct BaseSubscriber<T, E, H: Hooks<T, E>> {
    /// Gone when the stream is over.
    hooks: Option<H>,
    greeted: bool,
    /// Still set when the subscriber is dropped: the hook has panicked.
    in_hook: bool,
    control: Control,
    signals: PhantomData<fn(T, E)>,
}

impl<T, E, H: Hooks<T, E>> BaseSubscriber<T, E, H> {
    /// A subscriber that acts as `hooks` say.
    pub fn new(hooks: H) -> Self {
        let link = Link { upstream: Arbiter::new(0), over: AtomicBool::new(false) };
        let control = Control(Arc::new(link));
        let hooks = Some(hooks);
        Self { hooks, greeted: false, in_hook: false, control, signals: PhantomData }
    }

    /// A handle to it, for who is not one of its hooks.
    pub fn control(&self) -> Control {
        self.control.clone()
    }

    /// Calls a hook, unless the stream is over.
    fn call(&mut self, hook: impl FnOnce(&mut H, &Control)) {
        let Some(hooks) = self.hooks.as_mut().filter(|_| !self.control.is_over()) else { return };
        self.in_hook = true;
        hook(hooks, &self.control);
        self.in_hook = false;
    }

    /// Tells the hooks; gives back what nobody is told any more.
    fn end(&mut self, end: Result<(), SinkError<E>>) -> Option<SinkError<E>> {
        let cancelled = self.control.0.over.swap(true, Ordering::AcqRel);
        self.control.0.upstream.finish();
        let Some(hooks) = self.hooks.take().filter(|_| !cancelled) else { return end.err() };
        hooks.on_end(end);
        None
    }
}

impl<T, E, H: Hooks<T, E>> fmt::Debug for BaseSubscriber<T, E, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BaseSubscriber").field("control", &self.control).finish_non_exhaustive()
    }
}

impl<T, E, H> Subscriber<T, E> for BaseSubscriber<T, E, H>
where
    T: 'static,
    E: Send + 'static,
    H: Hooks<T, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.control.0.upstream.connect(subscription); // cancels a second one (§2.5)
        if !self.greeted {
            self.greeted = true;
            self.call(H::on_subscribe);
        }
    }

    fn on_next(&mut self, item: T) {
        self.call(|hooks, control| hooks.on_next(item, control));
    }

    fn on_burst<B: Burst<T>>(&mut self, mut burst: B) {
        while let Some(item) = burst.next() {
            self.on_next(item);
        }
    }

    fn on_error(mut self, error: E) {
        if let Some(SinkError::Upstream(late)) = self.end(Err(SinkError::Upstream(error))) {
            drop_error(late);
        }
    }

    fn on_complete(mut self) {
        self.end(Ok(()));
    }
}

impl<T, E, H: Hooks<T, E>> Drop for BaseSubscriber<T, E, H> {
    fn drop(&mut self) {
        if self.in_hook {
            self.hooks = None;
            self.control.cancel();
        }
        if self.hooks.is_some() {
            self.end(Err(SinkError::Abandoned));
        }
    }
}

/// A handle to the stream of a [`BaseSubscriber`]. Clones are handles to the same stream, and dropping
/// one does nothing.
#[derive(Clone)]
pub struct Control(Arc<Link>);

struct Link {
    upstream: Arbiter,
    over: AtomicBool,
}

impl Control {
    /// Requests elements; what is requested before there is a subscription is kept for it.
    #[doc(alias = "requestUnbounded")]
    pub fn request(&self, demand: Demand) {
        self.0.upstream.request(demand);
    }

    /// Ends the stream. It has no effect on one that is over.
    #[doc(alias = "dispose")]
    pub fn cancel(&self) {
        self.0.cancel();
    }

    /// Whether the stream has ended, or has been cancelled.
    #[doc(alias = "isDisposed")]
    pub fn is_over(&self) -> bool {
        self.0.is_over()
    }

    pub(super) fn into_disposable(self) -> Disposable {
        Disposable::new(self.0)
    }
}

impl Running for Link {
    fn cancel(&self) {
        self.over.store(true, Ordering::Release);
        self.upstream.cancel();
    }

    fn is_over(&self) -> bool {
        self.over.load(Ordering::Acquire)
    }
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control").field("is_over", &self.is_over()).finish()
    }
}
