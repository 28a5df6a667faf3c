use std::fmt;
use std::mem;
use std::sync::Arc;
use std::task::Waker;

use reactive_streams::{Publisher, Subscriber};

use super::{EmitError, Sinks};
use crate::engine::{Drain, End, Feed, Signal};
use crate::mono::{AtMostOne, Mono, Single, mono};
use crate::sync::{Mutex, lock};

impl Sinks {
    /// A sink of one value, for subscribers that come before or after it.
    ///
    /// # Demand
    ///
    /// The value is given to each subscriber when it has requested one. When the sink is dropped without
    /// a word, the publisher completes empty.
    ///
    /// ```
    /// use reactive_streams_operators::Sinks;
    ///
    /// let (sink, answer) = Sinks::one::<u32, String>();
    /// let early = answer.clone().start();
    /// sink.try_emit_value(42).unwrap();
    /// assert_eq!(early.block(), Ok(Some(42)));
    /// assert_eq!(answer.block(), Ok(Some(42)));
    /// ```
    #[doc(alias = "AsyncProcessor")]
    #[doc(alias = "maybe")]
    #[doc(alias = "AsyncSubject")]
    #[doc(alias = "SingleSubject")]
    #[doc(alias = "MaybeSubject")]
    pub fn one<T, E>() -> (OneSink<T, E>, Mono<Single<OnePublisher<T, E>, AtMostOne>>)
    where
        T: Clone + Send + 'static,
        E: Clone + Send + 'static,
    {
        let promise = Promise::new();
        (OneSink(Arc::clone(&promise)), mono(OnePublisher(promise)))
    }

    /// A sink that completes or fails, for subscribers that come before or after that.
    ///
    /// When it is dropped without a word, the publisher completes.
    ///
    /// ```
    /// use reactive_streams_operators::Sinks;
    ///
    /// let (sink, done) = Sinks::empty::<u8, &str>();
    /// let done = done.start();
    /// sink.try_emit_complete().unwrap();
    /// assert_eq!(done.block(), Ok(None));
    /// ```
    #[doc(alias = "CompletableSubject")]
    pub fn empty<T, E>() -> (EmptySink<T, E>, Mono<Single<OnePublisher<T, E>, AtMostOne>>)
    where
        T: Clone + Send + 'static,
        E: Clone + Send + 'static,
    {
        let (sink, publisher) = Self::one();
        (EmptySink(sink), publisher)
    }
}

/// The sink of [`Sinks::one`].
pub struct OneSink<T, E>(Arc<Promise<T, E>>);

impl<T, E> OneSink<T, E> {
    /// Emits the value, and completes.
    ///
    /// # Errors
    ///
    /// Gives it back as [`EmitError::Terminated`] if the stream has ended before.
    #[doc(alias = "tryEmitValue")]
    pub fn try_emit_value(&self, value: T) -> Result<(), EmitError<T>> {
        match self.0.keep(Kept { value: Some(value), end: End::Complete }) {
            Err(Kept { value: Some(value), .. }) => Err(EmitError::Terminated(value)),
            _ => Ok(()),
        }
    }

    /// Completes without a value.
    ///
    /// # Errors
    ///
    /// As [`EmitError::Terminated`] if the stream has ended before.
    #[doc(alias = "tryEmitEmpty")]
    pub fn try_emit_complete(&self) -> Result<(), EmitError<()>> {
        let kept = Kept { value: None, end: End::Complete };
        self.0.keep(kept).map_err(|_| EmitError::Terminated(()))
    }

    /// Fails.
    ///
    /// # Errors
    ///
    /// Gives the error back as [`EmitError::Terminated`] if the stream has ended before.
    #[doc(alias = "tryEmitError")]
    pub fn try_emit_error(&self, error: E) -> Result<(), EmitError<E>> {
        match self.0.keep(Kept { value: None, end: End::Error(error) }) {
            Err(Kept { end: End::Error(error), .. }) => Err(EmitError::Terminated(error)),
            _ => Ok(()),
        }
    }
}

impl<T, E> Drop for OneSink<T, E> {
    fn drop(&mut self) {
        self.try_emit_complete().ok(); // unless it has spoken before
    }
}

opaque!(OneSink<T, E>);

/// The sink of [`Sinks::empty`].
pub struct EmptySink<T, E>(OneSink<T, E>);

impl<T, E> EmptySink<T, E> {
    /// Completes.
    ///
    /// # Errors
    ///
    /// As [`EmitError::Terminated`] if the stream has ended before.
    #[doc(alias = "tryEmitEmpty")]
    pub fn try_emit_complete(&self) -> Result<(), EmitError<()>> {
        self.0.try_emit_complete()
    }

    /// Fails.
    ///
    /// # Errors
    ///
    /// Gives the error back as [`EmitError::Terminated`] if the stream has ended before.
    #[doc(alias = "tryEmitError")]
    pub fn try_emit_error(&self, error: E) -> Result<(), EmitError<E>> {
        self.0.try_emit_error(error)
    }
}

opaque!(EmptySink<T, E>);

/// Publisher for [`Sinks::one`] and [`Sinks::empty`].
#[must_use = "publishers do nothing unless subscribed"]
pub struct OnePublisher<T, E>(Arc<Promise<T, E>>);

// By hand, because the derived one would ask for `T: Clone` and `E: Clone`.
impl<T, E> Clone for OnePublisher<T, E> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T, E> fmt::Debug for OnePublisher<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnePublisher").finish_non_exhaustive()
    }
}

impl<T, E> Publisher for OnePublisher<T, E>
where
    T: Clone + Send + 'static,
    E: Clone + Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        let drain = Drain::new(None, None);
        let ticket = self.0.wait(drain.waker());
        drain.start(Waiting { promise: self.0, ticket, kept: None }, subscriber);
    }
}

/// What was said, or who waits for it.
struct Promise<T, E>(Mutex<State<T, E>>);

enum State<T, E> {
    Open {
        waiting: Vec<(Ticket, Waker)>,
        next: Ticket,
    },
    /// Behind a lock of its own: cloning is foreign code, and may take its time.
    Kept(Arc<Mutex<Kept<T, E>>>),
}

/// What a waiting subscriber is known by.
type Ticket = u64;

#[derive(Clone)]
struct Kept<T, E> {
    value: Option<T>,
    end: End<E>,
}

impl<T, E> Promise<T, E> {
    fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(State::Open { waiting: Vec::new(), next: 0 })))
    }

    /// The first word counts; others are given back.
    fn keep(&self, kept: Kept<T, E>) -> Result<(), Kept<T, E>> {
        let mut state = lock(&self.0);
        if matches!(*state, State::Kept(_)) {
            return Err(kept);
        }
        let before = mem::replace(&mut *state, State::Kept(Arc::new(Mutex::new(kept))));
        drop(state);
        if let State::Open { waiting, .. } = before {
            waiting.into_iter().for_each(|(_, waker)| waker.wake());
        }
        Ok(())
    }

    /// Has `waker` learn of it, unless it has been said.
    fn wait(&self, waker: Waker) -> Option<Ticket> {
        match &mut *lock(&self.0) {
            State::Open { waiting, next } => {
                let ticket = *next;
                *next += 1;
                waiting.push((ticket, waker));
                Some(ticket)
            }
            State::Kept(_) => None,
        }
    }

    fn leave(&self, ticket: Ticket) {
        let left = match &mut *lock(&self.0) {
            State::Open { waiting, .. } => {
                let index = waiting.iter().position(|(other, _)| *other == ticket);
                index.map(|index| waiting.swap_remove(index))
            }
            State::Kept(_) => None,
        };
        drop(left); // after the lock: foreign code
    }

    fn kept(&self) -> Option<Arc<Mutex<Kept<T, E>>>> {
        match &*lock(&self.0) {
            State::Kept(kept) => Some(Arc::clone(kept)),
            State::Open { .. } => None,
        }
    }
}

/// A subscriber's view of a promise.
struct Waiting<T, E> {
    promise: Arc<Promise<T, E>>,
    ticket: Option<Ticket>,
    /// Its copy of what was said.
    kept: Option<Kept<T, E>>,
}

impl<T, E> Feed for Waiting<T, E>
where
    T: Clone + Send + 'static,
    E: Clone + Send + 'static,
{
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        if self.kept.is_none() {
            self.kept = self.promise.kept().map(|kept| lock(&kept).clone());
        }
        match &mut self.kept {
            None => Signal::Wait,
            Some(Kept { value: None, end }) => Signal::End(end.clone()),
            Some(Kept { value, .. }) if wanted => value.take().map_or(Signal::Wait, Signal::Next),
            Some(_) => Signal::Wait,
        }
    }
}

impl<T, E> Drop for Waiting<T, E> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            self.promise.leave(ticket);
        }
    }
}
