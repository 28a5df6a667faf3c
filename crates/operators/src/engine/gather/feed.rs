use std::sync::Arc;

use reactive_streams::{Demand, Subscription};

use super::shared::Shared;
use super::{Order, Source};
use crate::engine::{End, Feed, Signal};
use crate::hooks::drop_error;

/// The streams, in the order in which they have come.
pub(super) struct GatherFeed<T, E, O> {
    shared: Arc<Shared<T, E>>,
    sources: Vec<Source<T, E>>,
    order: O,
    outer_completed: bool,
    /// The first error, if errors are to wait for the end.
    delayed: Option<E>,
    delay_errors: bool,
}

impl<T, E, O> GatherFeed<T, E, O>
where
    T: Send + 'static,
    E: Send + 'static,
    O: Order<T, E>,
{
    pub(super) fn new(shared: Arc<Shared<T, E>>, order: O, delay_errors: bool) -> Self {
        let sources = Vec::new();
        Self { shared, sources, order, outer_completed: false, delayed: None, delay_errors }
    }

    fn read_mail(&mut self) -> Result<(), End<E>> {
        let Some(mail) = self.shared.receive() else { return Ok(()) };
        for feed in mail.added {
            if O::REPLACES {
                self.sources.clear();
            }
            self.sources.push(Source::new(feed, self.delay_errors));
        }
        if let Some(end) = mail.outer_end {
            self.outer_completed = true;
            self.check(end)?;
        }
        Ok(())
    }

    /// Whether an end leaves the other streams alone.
    fn check(&mut self, end: End<E>) -> Result<(), End<E>> {
        match end {
            End::Complete => Ok(()),
            End::Error(error) if self.delay_errors => {
                match &self.delayed {
                    None => self.delayed = Some(error),
                    Some(_first) => drop_error(error),
                }
                Ok(())
            }
            end => Err(end),
        }
    }

    /// Sees which have ended: always those of which nobody wants anything, else if one has failed.
    fn look_for_ends(&mut self) -> Result<(), End<E>> {
        for index in 0..self.sources.len() {
            if let Err(end) = self.sources[index].look_for_end() {
                self.check(end)?;
            }
        }
        Ok(())
    }

    /// Removes those that are over; whether there were any.
    fn remove(&mut self) -> bool {
        let before = self.sources.len();
        for index in (0..before).rev() {
            if self.sources[index].is_over() {
                self.sources.remove(index);
                self.order.removed(index);
            }
        }
        let removed = before - self.sources.len();
        if let Some(demand) = Demand::new(removed as u64) {
            self.shared.outer().request(demand);
        }
        removed > 0
    }

    fn choose(&mut self) -> Result<Option<T>, End<E>> {
        match self.order.choose(&mut self.sources) {
            Ok(chosen) => Ok(chosen.and_then(|index| self.sources.get_mut(index)?.take())),
            Err(end) => self.check(end).map(|()| None),
        }
    }

    fn step(&mut self, wanted: bool) -> Result<Option<T>, End<E>> {
        loop {
            self.read_mail()?;
            if self.shared.take_failed() || !wanted {
                self.look_for_ends()?;
            }
            if wanted {
                if let Some(item) = self.choose()? {
                    return Ok(Some(item));
                }
            }
            if !self.remove() && !self.shared.has_mail() {
                break;
            }
        }
        if self.outer_completed && self.sources.is_empty() {
            return Err(self.delayed.take().map_or(End::Complete, End::Error));
        }
        Ok(None)
    }
}

impl<T, E, O> Feed for GatherFeed<T, E, O>
where
    T: Send + 'static,
    E: Send + 'static,
    O: Order<T, E>,
{
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        match self.step(wanted) {
            Ok(Some(item)) => Signal::Next(item),
            Ok(None) => Signal::Wait,
            Err(end) => Signal::End(end),
        }
    }
}

impl<T, E, O> Drop for GatherFeed<T, E, O> {
    fn drop(&mut self) {
        self.shared.close();
    }
}
