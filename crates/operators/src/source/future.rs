//! What `from_future` and `from_async` have in common.

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use reactive_streams::Subscriber;

use crate::engine::{Drain, End, Feed, Signal};
use crate::scheduler::Worker;

/// Makes a future when something is requested, polls it on `worker`, and gives its result.
pub(super) fn start<F, Fut, T, E, S>(
    make: F,
    result: fn(Fut::Output) -> Result<T, E>,
    worker: Arc<dyn Worker>,
    subscriber: S,
) where
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output: 'static> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    let drain = Drain::new(Some(Box::new(worker)), None);
    let feed = FutureFeed { state: State::New(make), result, waker: drain.waker() };
    drain.start(feed, subscriber);
}

struct FutureFeed<F, Fut: Future, T, E> {
    state: State<F, Fut>,
    result: fn(Fut::Output) -> Result<T, E>,
    waker: Waker,
}

enum State<F, Fut> {
    New(F),
    Running(Pin<Box<Fut>>),
    Done,
}

impl<F, Fut, T, E> Feed for FutureFeed<F, Fut, T, E>
where
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output: 'static> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        if !wanted && !matches!(self.state, State::Done) {
            return Signal::Wait;
        }
        let mut future = match mem::replace(&mut self.state, State::Done) {
            State::New(make) => Box::pin(make()),
            State::Running(future) => future,
            State::Done => return Signal::End(End::Complete),
        };
        match future.as_mut().poll(&mut Context::from_waker(&self.waker)) {
            Poll::Ready(output) => match (self.result)(output) {
                Ok(item) => Signal::Next(item),
                Err(error) => Signal::End(End::Error(error)),
            },
            Poll::Pending => {
                self.state = State::Running(future);
                Signal::Wait
            }
        }
    }
}
