use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jni::Env;
use reactive_streams::{Demand, Subscriber, Subscription};

use crate::convert::{FromJava, Value};
use crate::env::with_env;
use crate::error::JavaError;
use crate::native::Native;
use crate::object::JavaObject;
use crate::subscriber::Nothing;
use crate::table::{self, End};

/// A subscriber in Rust, as Java signals it.
///
/// Java may signal it from inside its own `request`, which no `&mut` allows, and from several threads
/// if the publisher there breaks §1.3: a signal that comes while another one is under way waits in a queue.
pub(crate) trait InletEnd: Send + Sync {
    fn on_subscribe(&self, number: i64, subscription: JavaObject);
    fn on_next<'local>(&self, env: &mut Env<'local>, value: Value<'local>);
    fn on_error(&self, error: JavaError);
    fn on_complete(&self);
    /// Drops the subscriber: it has cancelled, or nobody will signal it.
    fn close(&self);
}

struct Inlet<T, S> {
    state: Mutex<State<T, S>>,
}

struct State<T, S> {
    /// None while it is signalled, and after the end.
    subscriber: Option<S>,
    busy: bool,
    closed: bool,
    waiting: VecDeque<Signal<T>>,
    upstream: Option<Arc<Upstream>>,
}

enum Signal<T> {
    Subscribe(Arc<dyn Subscription>),
    Next(T),
    Error(JavaError),
    Complete,
}

/// Gives the subscriber a number, under which Java signals it.
pub(crate) fn open<T: FromJava, S: Subscriber<T, JavaError>>(subscriber: S) -> i64 {
    let state = State {
        subscriber: Some(subscriber),
        busy: false,
        closed: false,
        waiting: VecDeque::new(),
        upstream: None,
    };
    table::insert(End::Inlet(Arc::new(Inlet { state: Mutex::new(state) })))
}

/// The inlet of this number, if it is not over.
pub(crate) fn get(number: i64) -> Option<Arc<dyn InletEnd>> {
    match table::get(number) {
        Some(End::Inlet(inlet)) => Some(inlet),
        _ => None,
    }
}

impl<T: FromJava, S: Subscriber<T, JavaError>> Inlet<T, S> {
    fn lock(&self) -> MutexGuard<'_, State<T, S>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn signal(&self, signal: Signal<T>) {
        let mut state = self.lock();
        if state.closed {
            drop(state);
            return drop(signal);
        }
        if state.busy {
            return state.waiting.push_back(signal);
        }
        state.busy = true;
        let Some(mut subscriber) = state.subscriber.take() else { return };
        drop(state);
        let mut next = Some(signal);
        let unwinding = Unwinding(self);
        while let Some(signal) = next {
            subscriber = match self.deliver(subscriber, signal) {
                Some(subscriber) => subscriber,
                None => break,
            };
            let mut state = self.lock();
            next = state.waiting.pop_front().filter(|_| !state.closed);
            if next.is_none() {
                state.busy = false;
                let unwanted = if state.closed {
                    Some(subscriber)
                } else {
                    state.subscriber.replace(subscriber)
                };
                drop(state);
                drop(unwanted);
                break;
            }
        }
        std::mem::forget(unwinding);
    }

    fn deliver(&self, mut subscriber: S, signal: Signal<T>) -> Option<S> {
        match signal {
            Signal::Subscribe(subscription) => subscriber.on_subscribe(subscription),
            Signal::Next(item) => {
                if !subscriber.try_on_next(item) {
                    self.request_one();
                }
            }
            Signal::Error(error) => {
                if self.end() {
                    // One that refuses its subscriber need not greet it in Java; here it has to (§1.9).
                    subscriber.on_subscribe(Arc::new(Nothing));
                }
                subscriber.on_error(error);
                return None;
            }
            Signal::Complete => {
                if self.end() {
                    subscriber.on_subscribe(Arc::new(Nothing));
                }
                subscriber.on_complete();
                return None;
            }
        }
        Some(subscriber)
    }

    fn request_one(&self) {
        let upstream = self.lock().upstream.clone();
        if let Some(upstream) = upstream {
            upstream.request(Demand::ONE);
        }
    }

    /// Lets go of everything but the subscriber; tells whether there was no subscription.
    fn end(&self) -> bool {
        let mut state = self.lock();
        state.closed = true;
        let waiting = std::mem::take(&mut state.waiting);
        let upstream = state.upstream.take();
        drop(state);
        drop(waiting);
        match upstream {
            Some(upstream) => {
                upstream.finish();
                false
            }
            None => true,
        }
    }
}

/// The subscriber panicked: its stream is over (§2.13).
struct Unwinding<'a, T: FromJava, S: Subscriber<T, JavaError>>(&'a Inlet<T, S>);

impl<T: FromJava, S: Subscriber<T, JavaError>> Drop for Unwinding<'_, T, S> {
    fn drop(&mut self) {
        let upstream = self.0.lock().upstream.clone();
        match upstream {
            Some(upstream) => upstream.cancel(),
            None => self.0.close(),
        }
    }
}

impl<T: FromJava, S: Subscriber<T, JavaError>> InletEnd for Inlet<T, S> {
    fn on_subscribe(&self, number: i64, subscription: JavaObject) {
        let upstream = Arc::new(Upstream { number, object: Mutex::new(Some(subscription)) });
        let mut state = self.lock();
        if state.closed || state.upstream.is_some() {
            drop(state);
            return upstream.cancel(); // §2.5, §2.6
        }
        state.upstream = Some(Arc::clone(&upstream));
        drop(state);
        self.signal(Signal::Subscribe(upstream));
    }

    fn on_next<'local>(&self, env: &mut Env<'local>, value: Value<'local>) {
        match T::from_java(env, value) {
            Ok(item) => self.signal(Signal::Next(item)),
            Err(error) => {
                env.exception_clear();
                let upstream = self.lock().upstream.clone();
                if let Some(upstream) = upstream {
                    upstream.cancel_java();
                }
                self.signal(Signal::Error(error));
            }
        }
    }

    fn on_error(&self, error: JavaError) {
        self.signal(Signal::Error(error));
    }

    fn on_complete(&self) {
        self.signal(Signal::Complete);
    }

    fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        let dropped =
            (state.subscriber.take(), std::mem::take(&mut state.waiting), state.upstream.take());
        drop(state);
        drop(dropped); // after the lock: foreign code
    }
}

/// A subscription of Java.
struct Upstream {
    /// Of the inlet.
    number: i64,
    /// None when it is over, so that Java can collect it.
    object: Mutex<Option<JavaObject>>,
}

impl Upstream {
    fn lock(&self) -> MutexGuard<'_, Option<JavaObject>> {
        self.object.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The stream has ended, and nothing is to be said (§2.3).
    fn finish(&self) {
        drop(table::remove(self.number));
        let object = self.lock().take();
        drop(object);
    }

    fn cancel_java(&self) {
        let object = self.lock().take();
        if let Some(object) = object {
            // Without a virtual machine, there is nothing to cancel.
            let _ = with_env(|env| Native::cancel_of(env, object.as_obj()));
        }
    }
}

impl Subscription for Upstream {
    fn request(&self, demand: Demand) {
        let Some(object) = self.lock().clone() else { return };
        let n = i64::try_from(demand.get()).unwrap_or(i64::MAX);
        let thrown = with_env(|env| {
            let thrown = Native::request_of(env, object.as_obj(), n)?;
            if thrown.is_null() {
                return Ok(None);
            }
            let error = JavaError::of(env, &thrown);
            env.delete_local_ref(thrown);
            Ok(Some(error))
        });
        drop(object);
        // It must not throw (§3.16): the stream has failed.
        let error = thrown.unwrap_or_else(|error| Some(error.into()));
        if let (Some(error), Some(inlet)) = (error, get(self.number)) {
            self.cancel_java();
            inlet.on_error(error);
        }
    }

    fn cancel(&self) {
        self.cancel_java();
        if let Some(End::Inlet(inlet)) = table::remove(self.number) {
            inlet.close();
        }
    }
}
