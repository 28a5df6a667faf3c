use std::sync::Arc;

use reactive_streams::{Burst, Subscriber, Subscription};

use super::member::Member;
use crate::engine::End;

/// A subscriber of any type to which elements are given by the block.
pub(super) trait Receiver<T: Send + 'static, E: Clone + Send + 'static>: Send {
    fn greet(&mut self, subscription: Arc<dyn Subscription>);

    /// Gives it a copy of each element.
    fn receive(&mut self, elements: &[T], member: &Member<T, E>);

    fn end(self: Box<Self>, end: End<E>);
}

impl<T, E, S> Receiver<T, E> for S
where
    T: Clone + Send + 'static,
    E: Clone + Send + 'static,
    S: Subscriber<T, E>,
{
    fn greet(&mut self, subscription: Arc<dyn Subscription>) {
        self.on_subscribe(subscription);
    }

    fn receive(&mut self, elements: &[T], member: &Member<T, E>) {
        let mut block = Block { elements: elements.iter(), used: 0, member };
        self.on_burst(&mut block);
        // It may have been given back before its end.
        while let Some(element) = block.next() {
            if !self.try_on_next(element) {
                block.unused();
            }
        }
        member.deliver(block.used);
    }

    fn end(self: Box<Self>, end: End<E>) {
        end.signal(*self);
    }
}

/// Copies of the elements of a block.
struct Block<'a, T: Send + 'static, E: Clone + Send + 'static> {
    elements: std::slice::Iter<'a, T>,
    used: u64,
    member: &'a Member<T, E>,
}

impl<T, E> Burst<T> for Block<'_, T, E>
where
    T: Clone + Send + 'static,
    E: Clone + Send + 'static,
{
    fn next(&mut self) -> Option<T> {
        if self.member.is_cancelled() {
            return None;
        }
        let element = self.elements.next()?.clone();
        self.used += 1;
        Some(element)
    }

    fn unused(&mut self) {
        self.used -= 1;
    }

    fn is_at_hand(&self) -> bool {
        true
    }
}
