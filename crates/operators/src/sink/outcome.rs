use std::any::Any;
use std::fmt;
use std::future::Future;
use std::mem;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use reactive_streams::{Demand, Subscription};

use super::SinkError;
use crate::engine::block_on;
use crate::sync::{AtomicBool, Mutex, Ordering, lock};

/// What will have become of a stream: the handle of a sink that has been started.
///
/// It can be awaited, blocked on, or looked at. If user code in the sink panicked, whoever takes the
/// outcome gets that panic. Dropping it before it is finished cancels the stream (§2.6).
#[must_use = "dropping the outcome cancels the stream"]
pub struct Outcome<A, E>(Inner<A, E>);

enum Inner<A, E> {
    /// Gone when it has been taken.
    Ready(Option<Result<A, SinkError<E>>>),
    Shared(Arc<Shared<A, E>>),
}

impl<A, E> Outcome<A, E> {
    /// An outcome that asks for `demand`, and what decides it.
    pub(super) fn new(demand: Demand) -> (Resolver<A, E>, Self) {
        let shared = Arc::new(Shared {
            state: Mutex::new(State::Pending { upstream: None, waiting: None }),
            cancelled: AtomicBool::new(false),
        });
        let resolver = Resolver { shared: Arc::clone(&shared), demand: Some(demand), said: false };
        (resolver, Self(Inner::Shared(shared)))
    }

    pub(super) fn ready(result: Result<A, SinkError<E>>) -> Self {
        Self(Inner::Ready(Some(result)))
    }

    /// Whether the stream has ended.
    pub fn is_finished(&self) -> bool {
        match &self.0 {
            Inner::Ready(_) => true,
            Inner::Shared(shared) => !matches!(*lock(&shared.state), State::Pending { .. }),
        }
    }

    /// Takes the outcome if it is there, and has not been taken.
    ///
    /// # Errors
    ///
    /// As [`SinkError`] says.
    ///
    /// # Panics
    ///
    /// With the panic of user code in the sink.
    #[inline]
    pub fn try_take(&mut self) -> Option<Result<A, SinkError<E>>> {
        match &mut self.0 {
            Inner::Ready(result) => result.take(),
            Inner::Shared(_) => self.take_shared(),
        }
    }

    fn take_shared(&mut self) -> Option<Result<A, SinkError<E>>> {
        let Inner::Shared(shared) = mem::replace(&mut self.0, Inner::Ready(None)) else {
            return None;
        };
        // When the subscriber is gone, which is the rule for a stream that is over, it needs no lock.
        let done = match Arc::try_unwrap(shared) {
            Ok(shared) => shared.into_done(),
            Err(shared) => {
                let done = shared.take();
                if done.is_none() {
                    self.0 = Inner::Shared(shared);
                }
                done
            }
        };
        done.map(|done| done.unwrap_or_else(|panic| resume_unwind(panic)))
    }

    /// Waits for the outcome on this thread.
    ///
    /// # Errors
    ///
    /// As [`SinkError`] says.
    ///
    /// # Panics
    ///
    /// With the panic of user code in the sink; and when the outcome has been taken before.
    ///
    /// With the feature `tokio` also when it would have to wait on a thread that runs tasks of a tokio
    /// runtime: await it there. (Threads of `spawn_blocking` may wait.)
    #[inline]
    #[track_caller]
    pub fn block(mut self) -> Result<A, SinkError<E>> {
        match self.try_take() {
            Some(result) => {
                mem::forget(self); // empty, and the call that drops it is not always inlined
                result
            }
            None => self.wait(),
        }
    }

    #[cold]
    #[track_caller]
    fn wait(self) -> Result<A, SinkError<E>> {
        block_on(self)
    }
}

// Nothing in it is pinned: the result is moved out.
impl<A, E> Unpin for Outcome<A, E> {}

impl<A, E> Future for Outcome<A, E> {
    type Output = Result<A, SinkError<E>>;

    /// # Panics
    ///
    /// With the panic of user code in the sink; and when the outcome has been taken before.
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let Inner::Shared(shared) = &self.0 {
            let waker = cx.waker().clone();
            let mut state = lock(&shared.state);
            if let State::Pending { waiting, .. } = &mut *state {
                let old = waiting.replace(waker);
                drop(state);
                drop(old); // after the lock: foreign code
                return Poll::Pending;
            }
        }
        Poll::Ready(self.try_take().expect("the outcome has not been taken before"))
    }
}

impl<A, E> Drop for Outcome<A, E> {
    #[inline]
    fn drop(&mut self) {
        if let Inner::Shared(shared) = &self.0 {
            shared.cancel();
        }
    }
}

impl<A, E> fmt::Debug for Outcome<A, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outcome").field("is_finished", &self.is_finished()).finish_non_exhaustive()
    }
}

struct Shared<A, E> {
    state: Mutex<State<A, E>>,
    cancelled: AtomicBool,
}

enum State<A, E> {
    Pending {
        /// What to cancel when nobody waits any more.
        upstream: Option<Arc<dyn Subscription>>,
        waiting: Option<Waker>,
    },
    Done(Result<Result<A, SinkError<E>>, Panic>),
    Taken,
}

type Panic = Box<dyn Any + Send>;

impl<A, E> Shared<A, E> {
    /// What has been decided, once.
    fn take(&self) -> Option<Result<Result<A, SinkError<E>>, Panic>> {
        let mut state = lock(&self.state);
        if !matches!(*state, State::Done(_)) {
            return None;
        }
        let State::Done(done) = mem::replace(&mut *state, State::Taken) else { return None };
        Some(done)
    }

    /// What has been decided, if nobody else can look at it.
    fn into_done(self) -> Option<Result<Result<A, SinkError<E>>, Panic>> {
        match self.state.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner()) {
            State::Done(done) => Some(done),
            State::Pending { .. } | State::Taken => None,
        }
    }

    fn cancel(&self) {
        self.cancelled.store(true, Ordering::Release);
        let upstream = match &mut *lock(&self.state) {
            State::Pending { upstream, .. } => upstream.take(),
            State::Done(_) | State::Taken => None,
        };
        if let Some(upstream) = upstream {
            upstream.cancel();
        }
    }

    /// Keeps the subscription for as long as it may have to be cancelled.
    fn keep(&self, subscription: Arc<dyn Subscription>) {
        let mut state = lock(&self.state);
        if let State::Pending { upstream, .. } = &mut *state {
            // Under the lock: who cancels later finds it.
            if !self.is_cancelled() {
                *upstream = Some(subscription);
                return;
            }
            drop(state);
            return subscription.cancel();
        }
        drop(state);
        drop(subscription);
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// The side of the subscriber: the first word counts, and dropping it is a word.
pub(super) struct Resolver<A, E> {
    shared: Arc<Shared<A, E>>,
    /// What to ask the upstream for; gone when that has been done.
    demand: Option<Demand>,
    said: bool,
}

impl<A, E> Resolver<A, E> {
    pub(super) fn connect(&mut self, subscription: Arc<dyn Subscription>) {
        match self.demand.take().filter(|_| !self.is_cancelled()) {
            Some(demand) => {
                subscription.request(demand);
                self.shared.keep(subscription);
            }
            None => subscription.cancel(), // §2.5, §2.6
        }
    }

    /// Whether nobody waits any more, so that elements under way are to be dropped (§2.8).
    pub(super) fn is_cancelled(&self) -> bool {
        self.shared.is_cancelled()
    }

    /// The upstream has ended.
    pub(super) fn finish(mut self, result: Result<A, SinkError<E>>) {
        drop(self.resolve(Ok(result)));
    }

    /// No more elements are needed.
    pub(super) fn stop(&mut self, result: Result<A, SinkError<E>>) {
        self.break_off(Ok(result));
    }

    /// User code panicked: the stream is cancelled (§2.13), and the panic is for whoever waits.
    pub(super) fn panicked(&mut self, panic: Panic) {
        self.break_off(Err(panic));
    }

    fn break_off(&mut self, result: Result<Result<A, SinkError<E>>, Panic>) {
        if let Some(upstream) = self.resolve(result) {
            upstream.cancel();
        }
    }

    /// Sets the result, unless there is one, and gives back the subscription.
    fn resolve(
        &mut self,
        result: Result<Result<A, SinkError<E>>, Panic>,
    ) -> Option<Arc<dyn Subscription>> {
        self.said = true;
        let mut state = lock(&self.shared.state);
        if !matches!(*state, State::Pending { .. }) {
            drop(state);
            drop(result);
            return None;
        }
        let before = mem::replace(&mut *state, State::Done(result));
        drop(state);
        let State::Pending { upstream, waiting } = before else { return None };
        if let Some(waker) = waiting {
            waker.wake();
        }
        upstream
    }
}

impl<A, E> Drop for Resolver<A, E> {
    fn drop(&mut self) {
        if !self.said {
            drop(self.resolve(Ok(Err(SinkError::Abandoned))));
        }
    }
}
