use std::mem;

use reactive_streams::{Burst, Driver, Publisher, Subscriber};

use super::Merge;
use super::feed::{MergeFeed, Ready};
use super::shared::Mail;
use crate::engine::direct::{Rest, Tally, deliver_iter, deliver_values};
use crate::engine::emission::State;

/// The outer stream at work, with the right to emit in hand if it has got that.
///
/// What an element makes is driven with it: an iterator is delivered from directly, or waits for its
/// turn; a publisher is subscribed. Tells whether it has ended.
pub(super) struct Turn<'a, T, E, S>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    merge: &'a Merge<T, E, S>,
    state: Option<State<MergeFeed<T, E>, S>>,
    tally: Tally,
    /// What waits, while somebody else emits.
    held: Vec<Ready<T>>,
    /// Whether what was driven last had one item at most.
    pub(super) was_value: bool,
}

impl<'a, T, E, S> Turn<'a, T, E, S>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    pub(super) fn new(merge: &'a Merge<T, E, S>) -> Self {
        Self { merge, state: None, tally: Tally::default(), held: Vec::new(), was_value: false }
    }

    /// Takes the right to emit, if it can be had, and hands it on before if somebody waits for it.
    pub(super) fn enter(&mut self) {
        if self.merge.drain.is_contended() {
            if let Some(state) = self.state.take() {
                let tally = mem::take(&mut self.tally);
                self.state = self.merge.drain.pass(state, tally.delivered());
            }
        }
        if self.state.is_none() && self.held.is_empty() {
            self.state = self.merge.drain.enter();
        }
    }

    pub(super) fn leave(&mut self) {
        if let Some(state) = self.state.take() {
            self.merge.leave(state, self.tally.delivered());
            self.tally = Tally::default();
        }
        if !self.held.is_empty() {
            self.merge.shared.post(self.held.drain(..).map(Mail::Ready));
            self.merge.drain.notify();
        }
    }

    /// As [`deliver_values`] says.
    pub(super) fn values<U, B, F, Q>(&mut self, burst: &mut B, f: &mut F) -> Option<Rest<T>>
    where
        B: Burst<U>,
        F: FnMut(U) -> Q,
        Q: Publisher<Item = T, Error = E>,
    {
        let state = self.state.as_mut()?;
        deliver_values(burst, f, &*self.merge.drain, &mut self.tally, &mut state.subscriber)
    }

    /// Has what is left of an iterator wait for its turn; whether there was nothing.
    fn keep<I: Iterator<Item = T> + Send + 'static>(&mut self, mut rest: I) -> bool {
        let ready = if self.was_value {
            let Some(item) = rest.next() else { return true };
            Ready::Value(item)
        } else {
            Ready::Iter(Box::new(rest))
        };
        self.merge.shared.add(1);
        match &mut self.state {
            Some(state) => state.feed.push(ready),
            None => self.held.push(ready),
        }
        false
    }
}

impl<T, E, S> Driver<T, E> for &mut Turn<'_, T, E, S>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    type Output = bool;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> bool {
        self.leave();
        self.merge.subscribe(publisher)
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> bool {
        let most = iterator.size_hint().1;
        self.was_value = most.is_some_and(|most| most <= 1);
        if most == Some(0) {
            return true;
        }
        self.enter();
        let Some(state) = &mut self.state else { return self.keep(iterator) };
        let subscriber = &mut state.subscriber;
        match deliver_iter(iterator, &*self.merge.drain, &mut self.tally, subscriber) {
            Some(rest) => self.keep(rest),
            None => true,
        }
    }
}
