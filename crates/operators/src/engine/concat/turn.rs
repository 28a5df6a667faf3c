use std::sync::Arc;

use reactive_streams::{Burst, Driver, Publisher, Subscriber};

use super::Link;
use super::inner::Inner;
use crate::engine::direct::{Demanded, Rest, Tally, deliver_iter, deliver_values};
use crate::source::FromIter;
use crate::sync::Ordering;

/// The downstream in the hands of the outer stream.
///
/// What an element makes is driven with it: an iterator is delivered from directly, and a publisher is
/// subscribed, with the downstream back in its place. Tells whether it has completed.
pub(super) struct Turn<'a, S, E> {
    link: &'a Arc<Link<S, E>>,
    downstream: Option<S>,
    tally: Tally,
    /// Whether what was driven last had one item at most.
    was_value: bool,
}

impl<'a, S, E> Turn<'a, S, E> {
    pub(super) fn new(link: &'a Arc<Link<S, E>>) -> Self {
        Self { link, downstream: None, tally: Tally::default(), was_value: false }
    }

    pub(super) fn was_value(&self) -> bool {
        self.was_value
    }

    /// Takes the downstream; `false` if it is not to get anything from the outer stream now.
    pub(super) fn enter(&mut self) -> bool {
        if self.downstream.is_some() {
            return !self.link.is_closed();
        }
        // An inner stream lives: more than was requested has come (§1.1).
        if self.link.live.load(Ordering::Acquire) > 1 {
            return false;
        }
        self.downstream = self.link.outlet.take();
        self.downstream.is_some()
    }

    pub(super) fn leave<T>(&mut self)
    where
        S: Subscriber<T, E>,
    {
        if let Some(downstream) = self.downstream.take() {
            self.link.inner.meet(self.tally.delivered());
            self.tally = Tally::default();
            self.link.outlet.put(downstream);
        }
    }

    /// As [`deliver_values`] says.
    pub(super) fn values<T, B, F, Q>(&mut self, burst: &mut B, f: &mut F) -> Option<Rest<Q::Item>>
    where
        B: Burst<T>,
        F: FnMut(T) -> Q,
        Q: Publisher<Error = E>,
        S: Subscriber<Q::Item, E>,
    {
        let downstream = self.downstream.as_mut()?;
        deliver_values(burst, f, &**self.link, &mut self.tally, downstream)
    }
}

impl<T, E, S> Driver<T, E> for &mut Turn<'_, S, E>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    type Output = bool;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> bool {
        self.leave();
        self.link.live.fetch_add(1, Ordering::AcqRel);
        publisher.subscribe(Inner::new(Arc::clone(self.link)));
        false
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> bool {
        let Some(downstream) = &mut self.downstream else { return false };
        self.was_value = iterator.size_hint().1.is_some_and(|most| most <= 1);
        match deliver_iter(iterator, &**self.link, &mut self.tally, downstream) {
            Some(rest) if !self.link.is_closed() => self.push(FromIter::new(rest)),
            _ => true,
        }
    }
}

impl<S, E> Demanded for Link<S, E> {
    fn limit(&self, _delivered: u64) -> u64 {
        self.inner.unmet()
    }

    fn is_closed(&self) -> bool {
        self.outlet.is_closed()
    }
}
