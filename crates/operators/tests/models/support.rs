//! What explores a model, and a subscriber that says what has happened to it.

use std::any::Any;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::Wake;
use std::time::Duration;

#[cfg(loom)]
pub(crate) use loom::{sync::Mutex, thread};
use reactive_streams::{Demand, Publisher, Subscriber, Subscription};
use reactive_streams_operators::scheduler::{Scheduler, Task, Worker};
#[cfg(shuttle)]
pub(crate) use shuttle::{sync::Mutex, thread};

/// Plays `model` in all interleavings, or in many random ones, and tells how many that were.
pub(crate) fn explore(model: impl Fn() + Send + Sync + 'static) {
    let played = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&played);
    let model = move || {
        counter.fetch_add(1, Ordering::Relaxed);
        model();
    };
    #[cfg(loom)]
    {
        let mut explorer = loom::model::Builder::new();
        // Of all interleavings those with at most three changes of thread where none is needed.
        explorer.preemption_bound = Some(3);
        explorer.check(model);
    }
    #[cfg(shuttle)]
    {
        const ROUNDS: usize = 5_000;
        let model = Arc::new(model);
        let again = Arc::clone(&model);
        shuttle::check_random(move || model(), ROUNDS);
        shuttle::check_pct(move || again(), ROUNDS, 3);
    }
    let name = std::thread::current().name().unwrap_or_default().to_owned();
    println!("{name}: {} interleavings", played.load(Ordering::Relaxed));
}

/// What happened to a subscriber. Not the explorer's atomics: it is looked at when all threads have
/// ended, and so is no reason to try out more.
#[derive(Default)]
pub(crate) struct Seen {
    elements: AtomicUsize,
    completed: AtomicUsize,
    dropped: AtomicUsize,
}

impl Seen {
    pub(crate) fn elements(&self) -> usize {
        self.elements.load(Ordering::Relaxed)
    }

    pub(crate) fn completed(&self) -> usize {
        self.completed.load(Ordering::Relaxed)
    }

    pub(crate) fn dropped(&self) -> usize {
        self.dropped.load(Ordering::Relaxed)
    }
}

struct Counter {
    seen: Arc<Seen>,
    subscription: std::sync::mpsc::Sender<Arc<dyn Subscription>>,
}

impl<T, E: 'static> Subscriber<T, E> for Counter {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.subscription.send(subscription).unwrap();
    }

    fn on_next(&mut self, _: T) {
        self.seen.elements.fetch_add(1, Ordering::Relaxed);
    }

    fn on_error(self, _: E) {}

    fn on_complete(self) {
        self.seen.completed.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        self.seen.dropped.fetch_add(1, Ordering::Relaxed);
    }
}

/// Subscribes one that counts; it requests nothing by itself.
pub(crate) fn subscribe(publisher: impl Publisher) -> (Arc<Seen>, Arc<dyn Subscription>) {
    let seen = Arc::<Seen>::default();
    let (sender, receiver) = std::sync::mpsc::channel();
    publisher.subscribe(Counter { seen: Arc::clone(&seen), subscription: sender });
    let subscription = receiver.recv().unwrap();
    (seen, subscription)
}

/// A function for `map` that fails when a number is not the next one.
pub(crate) fn in_order() -> impl FnMut(u32) -> u32 + Send + 'static {
    let mut next = 0;
    move |n| {
        assert_eq!(n, next);
        next += 1;
        n
    }
}

/// A waker that remembers that it has been called. Not the explorer's atomic, as in [`Seen`].
#[derive(Default)]
pub(crate) struct Woken(AtomicBool);

impl Woken {
    pub(crate) fn is_woken(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Requests on another thread.
pub(crate) fn requesting(subscription: &Arc<dyn Subscription>, n: u64) -> thread::JoinHandle<()> {
    let subscription = Arc::clone(subscription);
    thread::spawn(move || subscription.request(Demand::of(n)))
}

/// Cancels on another thread.
pub(crate) fn cancelling(subscription: &Arc<dyn Subscription>) -> thread::JoinHandle<()> {
    let subscription = Arc::clone(subscription);
    thread::spawn(move || subscription.cancel())
}

/// Makes publishers that signal from a thread of their own, once they have been subscribed.
#[derive(Clone, Default)]
pub(crate) struct Emitter {
    threads: Arc<std::sync::Mutex<Vec<thread::JoinHandle<()>>>>,
    subscribed: Arc<AtomicUsize>,
    cancelled: Arc<AtomicUsize>,
}

impl Emitter {
    /// Gives one element, without waiting for demand, and completes.
    pub(crate) fn publisher(&self) -> Emitting {
        self.count(1)
    }

    /// Gives the numbers before `end`, without waiting for demand, and completes.
    pub(crate) fn count(&self, end: u32) -> Emitting {
        Emitting { emitter: self.clone(), end: Some(end) }
    }

    /// Gives nothing, and drops its subscriber when it is cancelled.
    pub(crate) fn silent(&self) -> Emitting {
        Emitting { emitter: self.clone(), end: None }
    }

    pub(crate) fn spawn(&self, task: impl FnOnce() + Send + 'static) {
        let thread = thread::spawn(task);
        self.threads.lock().unwrap().push(thread);
    }

    pub(crate) fn join(&self) {
        let next = || self.threads.lock().unwrap().pop(); // threads may have spawned others
        while let Some(thread) = next() {
            thread.join().unwrap();
        }
    }

    /// How many publishers were subscribed.
    pub(crate) fn subscribed(&self) -> usize {
        self.subscribed.load(Ordering::Relaxed)
    }

    /// How often one was cancelled.
    pub(crate) fn cancelled(&self) -> usize {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// Its tasks run on threads of their own: what is scheduled for later may be due at any time.
impl Scheduler for Emitter {
    fn worker(&self) -> Box<dyn Worker> {
        Box::new(self.clone())
    }

    fn now(&self) -> Duration {
        Duration::ZERO
    }
}

impl Worker for Emitter {
    fn schedule(&self, task: Task) {
        self.spawn(task);
    }

    fn schedule_after(&self, _: Duration, task: Task) {
        self.spawn(task);
    }

    fn now(&self) -> Duration {
        Duration::ZERO
    }
}

/// The way back to one of its publishers.
struct Link {
    emitter: Emitter,
    kept: std::sync::Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// The subscriber of a publisher that gives nothing, which nobody else has.
    subscriber: Option<Box<dyn Any + Send>>,
    cancelled: bool,
}

impl Subscription for Link {
    fn request(&self, _: Demand) {}

    fn cancel(&self) {
        self.emitter.cancelled.fetch_add(1, Ordering::Relaxed);
        let mut kept = self.kept.lock().unwrap();
        kept.cancelled = true;
        let subscriber = kept.subscriber.take();
        drop(kept);
        drop(subscriber);
    }
}

#[derive(Clone)]
pub(crate) struct Emitting {
    emitter: Emitter,
    /// None if it is silent.
    end: Option<u32>,
}

impl Publisher for Emitting {
    type Item = u32;
    type Error = Infallible;

    fn subscribe<S: Subscriber<u32, Infallible>>(self, mut subscriber: S) {
        let Self { emitter, end } = self;
        emitter.subscribed.fetch_add(1, Ordering::Relaxed);
        let link = Arc::new(Link { emitter: emitter.clone(), kept: Default::default() });
        subscriber.on_subscribe(Arc::clone(&link) as Arc<dyn Subscription>);
        if let Some(end) = end {
            emitter.spawn(move || {
                (0..end).for_each(|n| subscriber.on_next(n));
                subscriber.on_complete();
            });
        } else {
            let mut kept = link.kept.lock().unwrap();
            if !kept.cancelled {
                kept.subscriber = Some(Box::new(subscriber));
            }
        }
    }
}
