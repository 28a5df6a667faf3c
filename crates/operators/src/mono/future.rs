use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll};

use reactive_streams::Publisher;

use super::{Mono, Solo, Value};
use crate::sink::{Outcome, SinkError};

impl<S: Solo> IntoFuture for Mono<S> {
    type Output = Result<Value<S>, SinkError<S::Error>>;
    type IntoFuture = MonoFuture<S>;

    /// A future that starts when it is polled first, and cancels when it is dropped.
    fn into_future(self) -> MonoFuture<S> {
        MonoFuture(State::New(Some(self.into_flux())))
    }
}

/// Future of a [`Mono`].
#[must_use = "futures do nothing unless polled"]
pub struct MonoFuture<S: Solo>(State<S>);

enum State<S: Solo> {
    New(Option<S>),
    Started(Outcome<Value<S>, <S as Publisher>::Error>),
}

// Nothing in it is pinned: the publisher is moved out as a whole.
impl<S: Solo> Unpin for MonoFuture<S> {}

impl<S: Solo> fmt::Debug for MonoFuture<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MonoFuture").finish_non_exhaustive()
    }
}

impl<S: Solo> Future for MonoFuture<S> {
    type Output = Result<Value<S>, SinkError<S::Error>>;

    /// # Panics
    ///
    /// With the panic of user code in the sink, or in the chain if that runs in the first poll; and
    /// when it has been polled to its end before.
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let State::New(mono) = &mut self.0 {
            let mono = mono.take().expect("not polled again after a panic in the first poll");
            self.0 = State::Started(mono.start());
        }
        match &mut self.0 {
            State::Started(outcome) => Pin::new(outcome).poll(cx),
            State::New(_) => unreachable!("it has just been started"),
        }
    }
}
