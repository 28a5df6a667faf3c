use std::collections::VecDeque;
use std::mem;
use std::task::Waker;

use crate::engine::{End, Signal};
use crate::sync::{Mutex, lock};

/// What has come of the futures, on its way to whoever delivers it.
pub(super) struct Outputs<U, E>(Mutex<State<U, E>>);

struct State<U, E> {
    queue: VecDeque<Output<U>>,
    /// The ticket of the first in the queue, if tickets matter.
    first: u64,
    ordered: bool,
    /// An error overtakes what is queued, completion does not.
    end: Option<End<E>>,
    /// Gone when nobody delivers any more.
    waker: Option<Waker>,
}

enum Output<U> {
    Pending,
    Done(Option<U>),
}

impl<U, E> Outputs<U, E> {
    pub(super) fn new(ordered: bool) -> Self {
        let queue = VecDeque::new();
        Self(Mutex::new(State { queue, first: 0, ordered, end: None, waker: None }))
    }

    pub(super) fn connect(&self, waker: Waker) {
        lock(&self.0).waker = Some(waker);
    }

    /// Something has come of the element of this ticket.
    pub(super) fn put(&self, ticket: u64, output: Option<U>) {
        let mut state = lock(&self.0);
        if state.waker.is_none() {
            drop(state);
            return drop(output); // nobody delivers it
        }
        if state.ordered {
            let index = (ticket - state.first) as usize;
            while state.queue.len() <= index {
                state.queue.push_back(Output::Pending);
            }
            state.queue[index] = Output::Done(output);
        } else {
            state.queue.push_back(Output::Done(output));
        }
        let waker = state.waker.clone();
        drop(state);
        wake(waker);
    }

    /// The first end counts.
    pub(super) fn end(&self, end: End<E>)
    where
        E: Send + 'static,
    {
        let mut state = lock(&self.0);
        let refused = if state.end.is_some() || state.waker.is_none() {
            Some(end)
        } else {
            state.end.replace(end)
        };
        let waker = state.waker.clone();
        drop(state);
        End::undelivered(refused);
        wake(waker);
    }

    /// What is next, having let go of `passed` elements of which nothing has come.
    pub(super) fn next(&self, wanted: bool, passed: &mut u64) -> Signal<U, E> {
        let mut state = lock(&self.0);
        if let Some(end) = state.end.take_if(|end| !matches!(end, End::Complete)) {
            return Signal::End(end);
        }
        loop {
            match state.queue.front() {
                Some(Output::Done(Some(_))) if !wanted => return Signal::Wait,
                Some(Output::Done(_)) => {
                    let output = state.queue.pop_front();
                    state.first += 1;
                    *passed += 1;
                    if let Some(Output::Done(Some(item))) = output {
                        return Signal::Next(item);
                    }
                }
                Some(Output::Pending) => return Signal::Wait,
                None => return state.end.take().map_or(Signal::Wait, Signal::End),
            }
        }
    }

    /// Nobody delivers any more.
    pub(super) fn close(&self) {
        let mut state = lock(&self.0);
        let dropped = (mem::take(&mut state.queue), state.end.take(), state.waker.take());
        drop(state);
        drop(dropped);
    }
}

fn wake(waker: Option<Waker>) {
    if let Some(waker) = waker {
        waker.wake();
    }
}
