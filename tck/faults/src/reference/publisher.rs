use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};
use reactive_streams_tck::{
    AnySubscriber, Element, Elements, Given, TestError, TestWorker, WorkCounter,
};

use super::{Attic, lock};

/// What the publisher does, step by step. A fault replaces one of these.
#[derive(Clone, Copy)]
pub(crate) struct Hooks {
    /// Makes the source of a publisher.
    pub(crate) source: fn(&Given) -> Elements,
    /// Connects a subscriber.
    pub(crate) subscribe: fn(&Arc<Flow>, Parts),
    /// `Subscription::request`.
    pub(crate) request: fn(&Arc<Flow>, u64),
    /// Adds to the sum of demand.
    pub(crate) add: fn(u64, u64) -> u64,
    /// `Subscription::cancel`.
    pub(crate) cancel: fn(&Arc<Flow>),
    /// Emits what is requested; gives back what is needed for more.
    pub(crate) emit: fn(&Arc<Flow>, Parts) -> Option<Parts>,
    /// Gives one element.
    pub(crate) deliver: fn(&Flow, &mut Parts),
    /// Gives the terminal signal.
    pub(crate) end: fn(&Flow, Parts),
}

/// The hooks of a publisher that keeps all rules.
pub(crate) const CORRECT: Hooks = Hooks {
    source: Given::elements,
    subscribe: Flow::connect,
    request: Flow::add_and_run,
    add: u64::saturating_add,
    cancel: Flow::stop,
    emit: Flow::emit,
    deliver: Flow::deliver,
    end: Flow::end,
};

/// On which thread elements are emitted.
#[derive(Clone)]
pub(crate) enum Context {
    /// The caller's.
    Caller,
    /// That of a worker of the suite.
    Worker(TestWorker),
    /// One of its own, for each request.
    Thread,
    /// The same, and the suite is told when it is done.
    Counted(WorkCounter),
}

/// A publisher of the elements of the suite, which fails after them if there is an error.
#[derive(Clone)]
pub(crate) struct Reference {
    source: Elements,
    error: TestError,
    fails: bool,
    context: Context,
    hooks: Hooks,
    /// How many subscribers its clones have had.
    subscribers: Arc<AtomicU64>,
}

impl Reference {
    pub(crate) fn new(given: &Given, hooks: Hooks, context: Context) -> Self {
        let source = (hooks.source)(given);
        let error = given.error();
        Self { source, error, fails: false, context, hooks, subscribers: Arc::default() }
    }

    pub(crate) fn failing(self) -> Self {
        Self { fails: true, ..self }
    }
}

impl Publisher for Reference {
    type Item = Element;
    type Error = TestError;

    fn subscribe<S: Subscriber<Element, TestError>>(self, subscriber: S) {
        let flow = Arc::new(Flow {
            parts: Mutex::new(None),
            requested: AtomicU64::new(0),
            delivered: AtomicU64::new(0),
            cancelled: AtomicBool::new(false),
            ended: AtomicBool::new(false),
            error: self.error,
            fails: self.fails,
            context: self.context,
            hooks: self.hooks,
            number: self.subscribers.fetch_add(1, SeqCst),
            busy: Mutex::default(),
            attic: Attic::default(),
        });
        let parts = Parts { subscriber: Box::new(subscriber), source: self.source };
        (flow.hooks.subscribe)(&flow, parts);
    }
}

/// What emits: whoever has it, and nobody else, may signal (§1.3).
pub(crate) struct Parts {
    pub(crate) subscriber: Box<dyn AnySubscriber>,
    pub(crate) source: Elements,
}

impl Parts {
    pub(crate) fn is_exhausted(&self) -> bool {
        self.source.size_hint().0 == 0
    }
}

/// A live stream to one subscriber, and its subscription.
pub(crate) struct Flow {
    /// Taken out while a signal runs.
    pub(crate) parts: Mutex<Option<Parts>>,
    /// The sum of all demand.
    pub(crate) requested: AtomicU64,
    pub(crate) delivered: AtomicU64,
    pub(crate) cancelled: AtomicBool,
    pub(crate) ended: AtomicBool,
    /// Whether the stream fails after its elements, and with what.
    pub(crate) fails: bool,
    pub(crate) error: TestError,
    pub(crate) context: Context,
    pub(crate) hooks: Hooks,
    /// Which of the subscribers of the publisher this one is, from 0.
    pub(crate) number: u64,
    /// For faults that hold a lock where they must not.
    pub(crate) busy: Mutex<()>,
    pub(crate) attic: Attic,
}

impl Flow {
    pub(crate) fn connect(self: &Arc<Self>, mut parts: Parts) {
        parts.subscriber.on_subscribe(self.handle());
        self.put(parts);
        self.run();
    }

    pub(crate) fn handle(self: &Arc<Self>) -> Arc<dyn Subscription> {
        Arc::new(Handle(Arc::clone(self)))
    }

    pub(crate) fn add_and_run(self: &Arc<Self>, count: u64) {
        self.add(count);
        self.run();
    }

    pub(crate) fn add(&self, count: u64) {
        let mut seen = self.requested.load(SeqCst);
        loop {
            let sum = (self.hooks.add)(seen, count);
            match self.requested.compare_exchange(seen, sum, SeqCst, SeqCst) {
                Ok(_) => return,
                Err(now) => seen = now,
            }
        }
    }

    pub(crate) fn stop(self: &Arc<Self>) {
        self.cancelled.store(true, SeqCst);
        drop(self.take()); // §3.13; where it is not in its place, `put` sees to it
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(SeqCst)
    }

    pub(crate) fn is_ended(&self) -> bool {
        self.ended.load(SeqCst)
    }

    pub(crate) fn outstanding(&self) -> u64 {
        self.requested.load(SeqCst).saturating_sub(self.delivered.load(SeqCst))
    }

    pub(crate) fn take(&self) -> Option<Parts> {
        lock(&self.parts).take()
    }

    pub(crate) fn put(&self, parts: Parts) {
        *lock(&self.parts) = Some(parts);
        if self.is_cancelled() {
            drop(self.take());
        }
    }

    /// Emits where emission belongs.
    pub(crate) fn run(self: &Arc<Self>) {
        let flow = Arc::clone(self);
        match &self.context {
            Context::Caller => self.drain(),
            Context::Worker(worker) => worker.schedule(move || flow.drain()),
            Context::Thread => drop(thread::spawn(move || flow.drain())),
            Context::Counted(counter) => {
                let work = counter.begin();
                drop(thread::spawn(move || {
                    let _work = work;
                    flow.drain();
                }));
            }
        }
    }

    /// Emits unless somebody else does; that one looks again before it leaves.
    pub(crate) fn drain(self: &Arc<Self>) {
        while let Some(parts) = self.take() {
            let Some(parts) = (self.hooks.emit)(self, parts) else { return };
            self.put(parts);
            if self.outstanding() == 0 {
                return;
            }
        }
    }

    pub(crate) fn emit(self: &Arc<Self>, mut parts: Parts) -> Option<Parts> {
        loop {
            if self.is_cancelled() {
                return None;
            }
            if parts.is_exhausted() {
                (self.hooks.end)(self, parts);
                return None;
            }
            if self.outstanding() == 0 {
                return Some(parts);
            }
            (self.hooks.deliver)(self, &mut parts);
        }
    }

    pub(crate) fn deliver(&self, parts: &mut Parts) {
        if let Some(element) = parts.source.next() {
            self.give(parts, element);
        }
    }

    pub(crate) fn give(&self, parts: &mut Parts, element: Element) {
        if parts.subscriber.try_on_next(element) {
            self.delivered.fetch_add(1, SeqCst);
        }
    }

    pub(crate) fn end(&self, parts: Parts) {
        self.ended.store(true, SeqCst);
        let Parts { subscriber, source } = parts;
        drop(source); // §1.6
        if self.fails { subscriber.on_error(self.error.clone()) } else { subscriber.on_complete() }
    }
}

/// What a subscriber gets: the calls need the flow by its `Arc`.
struct Handle(Arc<Flow>);

impl Subscription for Handle {
    fn request(&self, demand: Demand) {
        (self.0.hooks.request)(&self.0, demand.get());
    }

    fn cancel(&self) {
        (self.0.hooks.cancel)(&self.0);
    }
}
