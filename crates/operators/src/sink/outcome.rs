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
use crate::engine::{Arbiter, block_on};
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
            state: Mutex::new(State::Pending(None)),
            upstream: Arbiter::new(demand.get()),
            cancelled: AtomicBool::new(false),
        });
        (Resolver(Arc::clone(&shared)), Self(Inner::Shared(shared)))
    }

    pub(super) fn ready(result: Result<A, SinkError<E>>) -> Self {
        Self(Inner::Ready(Some(result)))
    }

    /// Whether the stream has ended.
    pub fn is_finished(&self) -> bool {
        match &self.0 {
            Inner::Ready(_) => true,
            Inner::Shared(shared) => !matches!(*lock(&shared.state), State::Pending(_)),
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
    pub fn try_take(&mut self) -> Option<Result<A, SinkError<E>>> {
        let shared = match &mut self.0 {
            Inner::Ready(result) => return result.take(),
            Inner::Shared(shared) => shared,
        };
        let mut state = lock(&shared.state);
        if matches!(*state, State::Pending(_)) {
            return None;
        }
        let State::Done(result) = mem::replace(&mut *state, State::Taken) else { return None };
        drop(state);
        Some(result.unwrap_or_else(|panic| resume_unwind(panic)))
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
    pub fn block(self) -> Result<A, SinkError<E>> {
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
            if let State::Pending(waiting) = &mut *state {
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
    fn drop(&mut self) {
        if let Inner::Shared(shared) = &self.0 {
            shared.cancelled.store(true, Ordering::Release);
            shared.upstream.cancel();
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
    upstream: Arbiter,
    cancelled: AtomicBool,
}

enum State<A, E> {
    Pending(Option<Waker>),
    Done(Result<Result<A, SinkError<E>>, Panic>),
    Taken,
}

type Panic = Box<dyn Any + Send>;

/// The side of the subscriber: the first word counts, and dropping it is a word.
pub(super) struct Resolver<A, E>(Arc<Shared<A, E>>);

impl<A, E> Resolver<A, E> {
    pub(super) fn connect(&self, subscription: Arc<dyn Subscription>) {
        self.0.upstream.connect(subscription);
    }

    /// Whether nobody waits any more, so that elements under way are to be dropped (§2.8).
    pub(super) fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }

    /// The upstream has ended.
    pub(super) fn finish(self, result: Result<A, SinkError<E>>) {
        self.0.upstream.finish();
        self.resolve(Ok(result));
    }

    /// No more elements are needed.
    pub(super) fn stop(&self, result: Result<A, SinkError<E>>) {
        self.0.upstream.cancel();
        self.resolve(Ok(result));
    }

    /// User code panicked: the stream is cancelled (§2.13), and the panic is for whoever waits.
    pub(super) fn panicked(&self, panic: Panic) {
        self.0.upstream.cancel();
        self.resolve(Err(panic));
    }

    fn resolve(&self, result: Result<Result<A, SinkError<E>>, Panic>) {
        let mut state = lock(&self.0.state);
        if !matches!(*state, State::Pending(_)) {
            drop(state);
            drop(result);
            return;
        }
        let before = mem::replace(&mut *state, State::Done(result));
        drop(state);
        if let State::Pending(Some(waker)) = before {
            waker.wake();
        }
    }
}

impl<A, E> Drop for Resolver<A, E> {
    fn drop(&mut self) {
        self.0.upstream.finish();
        self.resolve(Ok(Err(SinkError::Abandoned)));
    }
}
