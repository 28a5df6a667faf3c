use std::mem;
use std::sync::Arc;

use reactive_streams::{Burst, Demand, Driver, Publisher, Subscriber, Subscription};

use super::Merge;
use super::feed::{MergeFeed, Ready};
use super::shared::Mail;
use crate::engine::End;
use crate::engine::direct::{Rest, Tally, deliver_iter, deliver_values};
use crate::engine::emission::State;

/// The subscriber of the outer stream.
///
/// An element whose stream has ended at once counts as one that was dropped: the upstream may send
/// another in its place, and no request has to travel.
pub(super) struct Outer<T, E, S, F>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    merge: Merge<T, E, S>,
    f: F,
    ended: bool,
}

impl<T, E, S, F> Outer<T, E, S, F>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    pub(super) fn new(merge: Merge<T, E, S>, f: F) -> Self {
        Self { merge, f, ended: false }
    }

    fn end(&mut self, end: End<E>) {
        self.ended = true;
        self.merge.end_outer(end);
    }
}

impl<T, U, E, S, F, Q> Subscriber<T, E> for Outer<U, E, S, F>
where
    U: Send + 'static,
    E: Send + 'static,
    S: Subscriber<U, E>,
    F: FnMut(T) -> Q + Send + 'static,
    Q: Publisher<Item = U, Error = E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.merge.shared.outer().connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        if !self.try_on_next(item) {
            self.merge.shared.outer().request(Demand::ONE);
        }
    }

    fn try_on_next(&mut self, item: T) -> bool {
        if self.merge.shared.is_closed() {
            return true; // §2.8
        }
        let mut turn = Turn::new(&self.merge);
        turn.enter();
        let ended = (self.f)(item).drive(&mut turn);
        turn.leave();
        !ended
    }

    fn on_burst<B: Burst<T>>(&mut self, mut burst: B) {
        let mut turn = Turn::new(&self.merge);
        while !self.merge.shared.is_closed() {
            turn.enter();
            // Where there was a value, the next ones are expected to be values, too.
            let rest = if Q::IS_ITERATOR && turn.was_value {
                turn.values(&mut burst, &mut self.f)
            } else {
                None
            };
            let ended = if let Some(rest) = rest {
                Driver::<U, E>::pull(&mut turn, rest)
            } else if let Some(item) = burst.next() {
                (self.f)(item).drive(&mut turn)
            } else {
                break;
            };
            if ended {
                burst.unused();
            }
        }
        turn.leave();
    }

    fn on_error(mut self, error: E) {
        self.end(End::Error(error));
    }

    fn on_complete(mut self) {
        self.end(End::Complete);
    }
}

impl<T, E, S, F> Drop for Outer<T, E, S, F>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    fn drop(&mut self) {
        if !self.ended {
            self.end(End::Abandoned);
        }
    }
}

/// The outer stream at work, with the right to emit in hand if it has got that.
///
/// What an element makes is driven with it: an iterator is delivered from directly, or waits for its
/// turn; a publisher is subscribed. Tells whether it has ended.
struct Turn<'a, T, E, S>
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
    was_value: bool,
}

impl<'a, T, E, S> Turn<'a, T, E, S>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    fn new(merge: &'a Merge<T, E, S>) -> Self {
        Self { merge, state: None, tally: Tally::default(), held: Vec::new(), was_value: false }
    }

    /// Takes the right to emit, if it can be had, and hands it on before if somebody waits for it.
    fn enter(&mut self) {
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

    fn leave(&mut self) {
        if let Some(state) = self.state.take() {
            self.merge.drain.leave(state, self.tally.delivered());
            self.tally = Tally::default();
        }
        if !self.held.is_empty() {
            self.merge.shared.post(self.held.drain(..).map(Mail::Ready));
            self.merge.drain.notify();
        }
    }

    /// As [`deliver_values`] says.
    fn values<U, B, F, Q>(&mut self, burst: &mut B, f: &mut F) -> Option<Rest<T>>
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
        self.merge.add(publisher);
        false
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> bool {
        let most = iterator.size_hint().1;
        self.was_value = most.is_some_and(|most| most <= 1);
        if most == Some(0) {
            return true;
        }
        let Some(state) = &mut self.state else { return self.keep(iterator) };
        let subscriber = &mut state.subscriber;
        match deliver_iter(iterator, &*self.merge.drain, &mut self.tally, subscriber) {
            Some(rest) => self.keep(rest),
            None => true,
        }
    }
}
