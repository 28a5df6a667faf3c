use std::collections::VecDeque;
use std::sync::Arc;
use std::task::Waker;

use super::Replayed;
use super::history::Found;
use crate::engine::{Feed, Signal};
use crate::sync::lock;

/// Gives copies of what a history keeps, and of what is added to it.
pub(super) struct Reader<T, E> {
    replayed: Arc<Replayed<T, E>>,
    name: u64,
    /// The index of the next element.
    next: u64,
    /// The elements from there on, as far as they have been looked up.
    found: VecDeque<Arc<T>>,
}

impl<T, E> Reader<T, E> {
    pub(super) fn new(replayed: Arc<Replayed<T, E>>, waker: Waker) -> Self {
        let (name, next) = replayed.history().join(waker);
        Self { replayed, name, next, found: VecDeque::new() }
    }
}

impl<T, E> Reader<T, E>
where
    T: Clone,
    E: Clone,
{
    #[cold]
    fn look(&mut self, wanted: bool) -> Signal<T, E> {
        let wants = wanted && self.found.is_empty();
        match self.replayed.history().read(self.name, self.next, wants) {
            Found::Elements(elements) => self.found = elements,
            Found::Nothing => {}
            Found::End(end) => return Signal::End(lock(&end).clone()),
        }
        if wanted { self.take() } else { None }.map_or(Signal::Wait, Signal::Next)
    }

    fn take(&mut self) -> Option<T> {
        let item = self.found.pop_front()?;
        self.next += 1;
        Some(T::clone(&item))
    }
}

impl<T, E> Feed for Reader<T, E>
where
    T: Clone + Send + Sync + 'static,
    E: Clone + Send + 'static,
{
    type Item = T;
    type Error = E;

    #[inline]
    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        match if wanted { self.take() } else { None } {
            Some(item) => Signal::Next(item),
            None => self.look(wanted),
        }
    }

    fn is_at_hand(&self) -> bool {
        true // it gives what is kept, and waits for nothing
    }
}

impl<T, E> Drop for Reader<T, E> {
    fn drop(&mut self) {
        self.replayed.history().leave(self.name);
    }
}
