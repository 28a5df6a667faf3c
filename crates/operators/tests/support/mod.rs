//! A subscriber that writes down what it is told, and a publisher that does what it is told.
#![allow(dead_code)] // every test file uses its part of it
#![allow(clippy::unwrap_used)] // all of it is test code

use std::fmt::Debug;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};
use std::thread;

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};
use reactive_streams_operators::BoxSubscriber;

pub(crate) fn capacity(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

/// Runs `f` on a stack that a recursion per element would overflow.
pub(crate) fn on_small_stack(f: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(64 * 1024).spawn(f).unwrap().join().unwrap();
}

// ===== the subscriber =====

/// Writes down signals; `log()` is `subscribe`, the elements, `complete` or `error …`.
pub(crate) struct Recorder<T> {
    probe: Probe,
    on_subscribe: OnSubscribe,
    on_next: OnNext<T>,
}

type OnSubscribe = Box<dyn FnMut(&Arc<dyn Subscription>) + Send>;
type OnNext<T> = Box<dyn FnMut(&T, &Arc<dyn Subscription>) + Send>;

/// The test's handle to a recorder.
#[derive(Clone, Default)]
pub(crate) struct Probe(Arc<Mutex<Record>>);

#[derive(Default)]
struct Record {
    log: Vec<String>,
    subscription: Option<Arc<dyn Subscription>>,
    dropped: usize,
}

/// A recorder that requests `initial` elements.
pub(crate) fn recorder<T: 'static>(initial: u64) -> (Recorder<T>, Probe) {
    let probe = Probe::default();
    let on_subscribe = move |subscription: &Arc<dyn Subscription>| {
        if let Some(demand) = Demand::new(initial) {
            subscription.request(demand);
        }
    };
    let recorder = Recorder {
        probe: probe.clone(),
        on_subscribe: Box::new(on_subscribe),
        on_next: Box::new(|_, _| {}),
    };
    (recorder, probe)
}

impl<T> Recorder<T> {
    pub(crate) fn on_subscribe(
        mut self,
        f: impl FnMut(&Arc<dyn Subscription>) + Send + 'static,
    ) -> Self {
        self.on_subscribe = Box::new(f);
        self
    }

    pub(crate) fn on_next(
        mut self,
        f: impl FnMut(&T, &Arc<dyn Subscription>) + Send + 'static,
    ) -> Self {
        self.on_next = Box::new(f);
        self
    }
}

impl<T: Debug + 'static, E: Debug + 'static> Subscriber<T, E> for Recorder<T> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.probe.write("subscribe");
        self.probe.0.lock().unwrap().subscription = Some(Arc::clone(&subscription));
        (self.on_subscribe)(&subscription);
    }

    fn on_next(&mut self, item: T) {
        self.probe.write(format!("{item:?}"));
        let subscription = self.probe.subscription();
        (self.on_next)(&item, &subscription);
    }

    fn on_error(self, error: E) {
        self.probe.write(format!("error {error:?}"));
    }

    fn on_complete(self) {
        self.probe.write("complete");
    }
}

impl<T> Drop for Recorder<T> {
    fn drop(&mut self) {
        self.probe.0.lock().unwrap().dropped += 1;
    }
}

impl Probe {
    fn write(&self, line: impl Into<String>) {
        self.0.lock().unwrap().log.push(line.into());
    }

    pub(crate) fn subscription(&self) -> Arc<dyn Subscription> {
        Arc::clone(self.0.lock().unwrap().subscription.as_ref().expect("subscribed"))
    }

    pub(crate) fn request(&self, n: u64) {
        self.subscription().request(Demand::new(n).unwrap());
    }

    pub(crate) fn cancel(&self) {
        self.subscription().cancel();
    }

    /// Lets go of the subscription, and tells whether it lives on.
    pub(crate) fn subscription_leaks(&self) -> bool {
        let subscription = self.0.lock().unwrap().subscription.take().expect("subscribed");
        let weak = Arc::downgrade(&subscription);
        drop(subscription);
        weak.upgrade().is_some()
    }

    pub(crate) fn log(&self) -> Vec<String> {
        self.0.lock().unwrap().log.clone()
    }

    /// The log since this was last called.
    pub(crate) fn news(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap().log)
    }

    pub(crate) fn is_dropped(&self) -> bool {
        self.0.lock().unwrap().dropped == 1
    }
}

// ===== the publisher =====

/// A publisher without a will of its own.
pub(crate) struct Manual<T, E>(Upstream<T, E>);

/// The test's handle to a manual publisher; `log()` is `request n` and `cancel`.
pub(crate) struct Upstream<T, E>(Arc<Mutex<UpstreamState<T, E>>>);

struct UpstreamState<T, E> {
    subscriber: Option<BoxSubscriber<T, E>>,
    log: Arc<Mutex<Vec<String>>>,
}

impl<T, E> Clone for Upstream<T, E> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

pub(crate) fn manual<T, E>() -> (Manual<T, E>, Upstream<T, E>) {
    let state = UpstreamState { subscriber: None, log: Arc::default() };
    let upstream = Upstream(Arc::new(Mutex::new(state)));
    (Manual(upstream.clone()), upstream)
}

/// Writes down what it is asked for.
pub(crate) struct Recording(pub(crate) Arc<Mutex<Vec<String>>>);

impl Subscription for Recording {
    fn request(&self, demand: Demand) {
        self.0.lock().unwrap().push(format!("request {demand}"));
    }

    fn cancel(&self) {
        self.0.lock().unwrap().push("cancel".to_owned());
    }
}

impl<T: Send + 'static, E: Send + 'static> Publisher for Manual<T, E> {
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        self.0.connect(subscriber);
    }
}

impl<T: 'static, E: 'static> Upstream<T, E> {
    /// Subscribes, where the subscriber does not come through [`Manual`].
    pub(crate) fn connect<S: Subscriber<T, E>>(&self, subscriber: S) {
        let log = Arc::clone(&self.0.lock().unwrap().log);
        let mut subscriber = BoxSubscriber::new(subscriber);
        subscriber.on_subscribe(Arc::new(Recording(log)));
        self.0.lock().unwrap().subscriber = Some(subscriber);
    }

    fn take(&self) -> BoxSubscriber<T, E> {
        self.0.lock().unwrap().subscriber.take().expect("subscribed")
    }

    pub(crate) fn next(&self, item: T) {
        let mut subscriber = self.take();
        subscriber.on_next(item);
        self.0.lock().unwrap().subscriber = Some(subscriber);
    }

    pub(crate) fn try_next(&self, item: T) -> bool {
        let mut subscriber = self.take();
        let used = subscriber.try_on_next(item);
        self.0.lock().unwrap().subscriber = Some(subscriber);
        used
    }

    /// Breaks §2.12: signals a second subscription, and gives the log of what is asked of it.
    pub(crate) fn subscribe_again(&self) -> Vec<String> {
        let log = Arc::default();
        let mut subscriber = self.take();
        subscriber.on_subscribe(Arc::new(Recording(Arc::clone(&log))));
        self.0.lock().unwrap().subscriber = Some(subscriber);
        let log = log.lock().unwrap();
        log.clone()
    }

    pub(crate) fn complete(&self) {
        self.take().on_complete();
    }

    pub(crate) fn error(&self, error: E) {
        self.take().on_error(error);
    }

    /// Breaks §1.4: drops the subscriber without a terminal signal.
    pub(crate) fn abandon(&self) {
        drop(self.take());
    }

    pub(crate) fn log(&self) -> Vec<String> {
        let log = Arc::clone(&self.0.lock().unwrap().log);
        let log = log.lock().unwrap();
        log.clone()
    }
}

// ===== things that tell when they are dropped =====

/// Counts how many of its clones are alive.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alive(Arc<()>);

impl Alive {
    /// How many there are besides this one.
    pub(crate) fn others(&self) -> usize {
        Arc::strong_count(&self.0) - 1
    }
}
