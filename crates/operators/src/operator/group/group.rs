use std::fmt;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::LaneOut;

/// The elements of one key: what [`group_by`](crate::ext::GroupExt::group_by) gives.
///
/// Dropping it lets go of its elements; one that comes later with the same key opens another group.
#[must_use = "a group that nobody subscribes holds back the others"]
pub struct Group<K, T: Send + 'static, E: Send + 'static> {
    key: K,
    elements: LaneOut<T, E>,
}

impl<K, T: Send + 'static, E: Send + 'static> Group<K, T, E> {
    pub(super) fn new(key: K, elements: LaneOut<T, E>) -> Self {
        Self { key, elements }
    }

    /// What its elements have in common.
    pub fn key(&self) -> &K {
        &self.key
    }
}

impl<K: fmt::Debug, T: Send + 'static, E: Send + 'static> fmt::Debug for Group<K, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Group").field("key", &self.key).finish_non_exhaustive()
    }
}

impl<K, T, E> Publisher for Group<K, T, E>
where
    K: Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        self.elements.subscribe(subscriber);
    }
}

/// A part of a stream: what [`window`](crate::ext::GroupExt::window) and its relatives give.
///
/// Dropping it lets go of its elements.
#[must_use = "a window that nobody subscribes holds back the others"]
pub struct StreamWindow<T: Send + 'static, E: Send + 'static>(LaneOut<T, E>);

impl<T: Send + 'static, E: Send + 'static> StreamWindow<T, E> {
    pub(super) fn new(elements: LaneOut<T, E>) -> Self {
        Self(elements)
    }
}

impl<T: Send + 'static, E: Send + 'static> fmt::Debug for StreamWindow<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamWindow").finish_non_exhaustive()
    }
}

impl<T: Send + 'static, E: Send + 'static> Publisher for StreamWindow<T, E> {
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        self.0.subscribe(subscriber);
    }
}
