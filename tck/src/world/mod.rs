//! The world of one run: its log, its threads and its time, its elements.
//!
//! Every run has a world of its own, so that nothing which comes late in one is blamed on another.

mod any_subscriber;
mod element;
mod given;
mod limits;
mod newcomer;
mod probe;
mod rng;
mod scheduler;
mod stack;
mod tap;
mod upstream;
mod work;

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::log::{Call, Kind, Link, Outcome, Recorder};
use crate::oracle;

pub use any_subscriber::AnySubscriber;
pub use element::{Element, Elements, TestError};
pub(crate) use element::{Ledger, Origin};
pub use given::{Given, Handler};
pub use limits::Limits;
pub(crate) use probe::{Plan, Probe};
pub(crate) use rng::Rng;
pub(crate) use scheduler::Executor;
pub use scheduler::{TestScheduler, TestWorker};
pub(crate) use tap::Tap;
pub(crate) use upstream::{Delivery, Reaction, Upstream};
pub use work::{Work, WorkCounter};

/// On which threads an implementation does its work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Execution {
    /// On the caller's: when `subscribe`, `request` or `cancel` returns, everything has happened.
    #[default]
    Synchronous,
    /// On the workers of [`Given::scheduler`]: run to quiescence in a seeded order, in no time.
    Scheduled,
    /// On threads of its own: waited for, within [`Limits`].
    Foreign,
}

/// The payload with which our own subscribers panic on purpose, and break out of endless emission.
#[derive(Debug)]
pub(crate) struct Hostile;

/// Panics as a subscriber that breaks §2.13, without a message on standard error.
pub(crate) fn panic_on_purpose() -> ! {
    std::panic::resume_unwind(Box::new(Hostile))
}

/// How a call came back that unwound with this payload.
pub(crate) fn outcome_of(payload: &(dyn Any + Send)) -> Outcome {
    if payload.is::<Hostile>() {
        return Outcome::Hostile;
    }
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("(a payload that is no text)");
    Outcome::Panicked(message.into())
}

/// Adds up demand, which may come from several threads.
fn add_saturating(sum: &AtomicU64, count: u64) {
    let mut seen = sum.load(SeqCst);
    while let Err(now) = sum.compare_exchange(seen, seen.saturating_add(count), SeqCst, SeqCst) {
        seen = now;
    }
}

type Hook = Box<dyn FnMut() + Send>;

/// The parts of a run, shared by everybody in it.
#[derive(Clone)]
pub(crate) struct World(Arc<Parts>);

struct Parts {
    recorder: Recorder,
    executor: Executor,
    ledger: Arc<Ledger>,
    work: work::Count,
    limits: Limits,
    execution: Execution,
    seed: u64,
    /// Polled whenever we wait: for subscribers that act only when somebody looks at them.
    hooks: Mutex<Vec<Hook>>,
    /// The user's code inside the subscriber under test is to panic.
    trips: AtomicBool,
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").field("seed", &self.0.seed).finish_non_exhaustive()
    }
}

impl World {
    pub(crate) fn new(execution: Execution, limits: Limits, seed: u64) -> Self {
        Self(Arc::new(Parts {
            recorder: Recorder::default(),
            executor: Executor::new(seed),
            ledger: Arc::default(),
            work: work::Count::default(),
            limits,
            execution,
            seed,
            hooks: Mutex::default(),
            trips: AtomicBool::new(false),
        }))
    }

    pub(crate) fn recorder(&self) -> &Recorder {
        &self.0.recorder
    }

    pub(crate) fn record(&self, link: Link, kind: Kind) {
        self.0.recorder.record(link, kind);
    }

    pub(crate) fn executor(&self) -> &Executor {
        &self.0.executor
    }

    pub(crate) fn ledger(&self) -> &Arc<Ledger> {
        &self.0.ledger
    }

    fn work(&self) -> &work::Count {
        &self.0.work
    }

    pub(crate) fn limits(&self) -> Limits {
        self.0.limits
    }

    pub(crate) fn execution(&self) -> Execution {
        self.0.execution
    }

    pub(crate) fn seed(&self) -> u64 {
        self.0.seed
    }

    /// Makes the user's code inside the subscriber under test panic from now on.
    pub(crate) fn trip(&self) {
        self.0.trips.store(true, SeqCst);
    }

    fn trips(&self) -> bool {
        self.0.trips.load(SeqCst)
    }

    /// Has `hook` called while we wait, until the run is over.
    pub(crate) fn poll(&self, hook: Hook) {
        self.hooks().push(hook);
    }

    fn hooks(&self) -> std::sync::MutexGuard<'_, Vec<Hook>> {
        self.0.hooks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets happen what can happen now.
    pub(crate) fn turn(&self) {
        self.0.executor.run_until_idle();
        let mut hooks = std::mem::take(&mut *self.hooks());
        // A hook that panics is done with: what its subject left undone shows in the log.
        hooks.retain_mut(|hook| catch_unwind(AssertUnwindSafe(hook)).is_ok());
        self.hooks().append(&mut hooks);
    }

    /// Waits until nothing more will happen, and says so in the log.
    pub(crate) fn idle(&self) {
        match self.0.execution {
            Execution::Foreign => {
                let mut debts = oracle::Debts::default();
                while self.wait(|| self.0.recorder.read(|log| !debts.are_left(log)))
                    && !self.is_quiet()
                {}
            }
            _ => loop {
                let before = self.0.recorder.len();
                self.turn();
                if self.0.recorder.len() == before {
                    break;
                }
            },
        }
        self.record(Link(0), Kind::Idle);
    }

    /// Waits until `done`, at most as long as what must happen may take; tells whether it is.
    ///
    /// The limit counts ticks in which nothing was recorded and not time: where threads get to run
    /// late, ticks come late too.
    pub(crate) fn wait(&self, mut done: impl FnMut() -> bool) -> bool {
        self.wait_still(|| {
            self.turn();
            done()
        })
    }

    /// Whether it is `done`; where threads are not ours, waits for that.
    pub(crate) fn happens(&self, done: impl Fn() -> bool) -> bool {
        done() || (self.0.execution == Execution::Foreign && self.wait(done))
    }

    /// As [`wait`](World::wait), while another thread lets happen what can happen.
    pub(crate) fn wait_still(&self, mut done: impl FnMut() -> bool) -> bool {
        let mut ticks = 0;
        loop {
            let seen = self.0.recorder.len();
            if done() {
                return true;
            }
            if ticks >= self.0.limits.must_happen.as_millis() {
                return false;
            }
            self.0.recorder.wait_for_change(seen, Duration::from_millis(1));
            ticks = if self.0.recorder.len() == seen { ticks + 1 } else { 0 };
        }
    }

    /// Whether nothing is recorded until all work is done; where it is not counted, for as long as what
    /// must not happen is watched.
    fn is_quiet(&self) -> bool {
        let seen = self.0.recorder.len();
        self.turn();
        if self.work().is_counted() {
            self.wait_still(|| self.work().is_done());
        } else {
            self.0.recorder.wait_for_change(seen, self.0.limits.must_not_happen);
        }
        self.0.recorder.len() == seen
    }

    /// Writes down that a call since `start` took long, which is a matter of advice.
    fn note_slow(&self, link: Link, call: Call, start: Instant) {
        let elapsed = start.elapsed();
        if elapsed > self.0.limits.must_not_happen {
            let millis = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
            self.record(link, Kind::Slow(call, millis));
        }
    }

    /// Lets go of everything that the run holds on behalf of others.
    pub(crate) fn dismantle(&self) {
        drop(std::mem::take(&mut *self.hooks()));
        self.0.executor.clear();
    }
}
