use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::hash::Hash;
use std::mem;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use super::hasher::BuildQuickHasher;
use super::router::{Parts, Route, router};
use super::{Group, GroupError};
use crate::engine::{End, LaneIn, lane};

/// Publisher for [`GroupExt::group_by`](crate::ext::GroupExt::group_by).
#[must_use = "publishers do nothing unless subscribed"]
pub struct GroupBy<P: Publisher, F> {
    upstream: P,
    max_groups: NonZeroUsize,
    capacity: NonZeroUsize,
    key: F,
    error: fn(GroupError) -> P::Error,
    surplus: Option<Arc<dyn Fn(P::Item) + Send + Sync>>,
    holds: bool,
}

impl<P: Publisher, F> GroupBy<P, F> {
    pub(crate) fn new(
        upstream: P,
        max_groups: NonZeroUsize,
        capacity: NonZeroUsize,
        key: F,
        error: fn(GroupError) -> P::Error,
    ) -> Self {
        Self { upstream, max_groups, capacity, key, error, surplus: None, holds: false }
    }

    /// Hands elements that would need one group too many to `surplus`, instead of failing.
    pub fn on_surplus(mut self, surplus: impl Fn(P::Item) + Send + Sync + 'static) -> Self {
        self.surplus = Some(Arc::new(surplus));
        self
    }

    /// Waits for groups that nobody has subscribed, instead of failing.
    ///
    /// For groups that cross threads, and may be subscribed late. If one of them never is, the others
    /// wait for ever.
    pub fn hold_unconsumed(mut self) -> Self {
        self.holds = true;
        self
    }
}

// By hand, because the derived one would ask for more.
impl<P: Publisher + Clone, F: Clone> Clone for GroupBy<P, F> {
    fn clone(&self) -> Self {
        Self {
            upstream: self.upstream.clone(),
            key: self.key.clone(),
            surplus: self.surplus.clone(),
            ..*self
        }
    }
}

impl<P: Publisher + fmt::Debug, F> fmt::Debug for GroupBy<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GroupBy")
            .field("upstream", &self.upstream)
            .field("max_groups", &self.max_groups)
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}

impl<P, K, F> Publisher for GroupBy<P, F>
where
    P: Publisher<Error: Clone>,
    K: Hash + Eq + Clone + Send + 'static,
    F: FnMut(&P::Item) -> K + Send + 'static,
{
    type Item = Group<K, P::Item, P::Error>;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Self::Item, P::Error>>(self, subscriber: S) {
        let groups = Groups {
            key: self.key,
            slots: HashMap::default(),
            lanes: Vec::new(),
            free: Vec::new(),
            touched: Vec::new(),
            max_groups: self.max_groups,
            error: self.error,
            surplus: self.surplus,
        };
        let not_consumed = (!self.holds).then_some(self.error);
        let (router, out) = router(groups, self.capacity, not_consumed);
        out.subscribe(subscriber);
        self.upstream.subscribe(router);
    }
}

/// The groups that there are.
struct Groups<K, T, E, F> {
    key: F,
    slots: HashMap<K, usize, BuildQuickHasher>,
    lanes: Vec<Option<LaneIn<T, E>>>,
    /// Slots that can be used anew.
    free: Vec<usize>,
    /// Slots with elements that have been kept back.
    touched: Vec<usize>,
    max_groups: NonZeroUsize,
    error: fn(GroupError) -> E,
    surplus: Option<Arc<dyn Fn(T) + Send + Sync>>,
}

impl<K, T, E, F> Groups<K, T, E, F>
where
    K: Hash + Eq + Clone + Send + 'static,
    T: Send + 'static,
    E: Clone + Send + 'static,
{
    /// Opens a group for `items`.
    fn open(
        &mut self,
        key: K,
        items: VecDeque<T>,
        parts: &mut Parts<Group<K, T, E>, E>,
    ) -> Result<(), E> {
        if !parts.is_open() {
            parts.credit().replace(items.len() as u64);
            return Ok(());
        }
        if self.slots.len() == self.max_groups.get() {
            self.sweep();
        }
        if self.slots.len() == self.max_groups.get() {
            let Some(surplus) = &self.surplus else {
                return Err((self.error)(GroupError::TooManyGroups {
                    max_groups: self.max_groups,
                }));
            };
            parts.credit().replace(items.len() as u64);
            items.into_iter().for_each(|item| surplus(item));
            return Ok(());
        }
        let (mut group, out) = lane(parts.credit());
        for item in items {
            group.keep(item);
        }
        let slot = self.free.pop().unwrap_or_else(|| {
            self.lanes.push(None);
            self.lanes.len() - 1
        });
        self.lanes[slot] = Some(group);
        self.touched.push(slot);
        self.slots.insert(key.clone(), slot);
        parts.send(Group::new(key, out));
        Ok(())
    }

    /// Forgets groups that nobody wants any more.
    fn sweep(&mut self) {
        let Self { slots, lanes, free, touched, .. } = self;
        slots.retain(|_, slot| {
            let closed = lanes[*slot].as_ref().is_none_or(|lane| lane.is_closed());
            // One with elements in hand is found when they are put into it.
            let gone = closed && !touched.contains(slot);
            if gone {
                lanes[*slot] = None;
                free.push(*slot);
            }
            !gone
        });
    }

    /// Puts what was kept back into its lane; if nobody wants it there, it opens another group.
    fn put(&mut self, slot: usize, parts: &mut Parts<Group<K, T, E>, E>) -> Result<(), E> {
        let Some(lane) = &mut self.lanes[slot] else { return Ok(()) };
        let Some(items) = parts.flush(lane) else { return Ok(()) };
        self.lanes[slot] = None;
        self.free.push(slot);
        let key = self.slots.iter().find(|(_, other)| **other == slot).map(|(key, _)| key.clone());
        let Some(key) = key else { return Ok(()) };
        self.slots.remove(&key);
        self.open(key, items, parts)
    }
}

impl<K, T, E, F> Route<T, E> for Groups<K, T, E, F>
where
    K: Hash + Eq + Clone + Send + 'static,
    T: Send + 'static,
    E: Clone + Send + 'static,
    F: FnMut(&T) -> K + Send + 'static,
{
    type Part = Group<K, T, E>;

    fn route(&mut self, item: T, parts: &mut Parts<Self::Part, E>) -> Result<(), E> {
        let key = (self.key)(&item);
        let Some(&slot) = self.slots.get(&key) else {
            return self.open(key, [item].into(), parts);
        };
        let Some(lane) = &mut self.lanes[slot] else { return Ok(()) };
        match lane.keep(item) {
            1 => self.touched.push(slot),
            LaneIn::<T, E>::BLOCK => return self.put(slot, parts),
            _ => {}
        }
        Ok(())
    }

    fn flush(&mut self, parts: &mut Parts<Self::Part, E>) -> Result<(), E> {
        while let Some(slot) = self.touched.pop() {
            self.put(slot, parts)?;
        }
        Ok(())
    }

    fn end(mut self, end: End<E>) {
        for lane in mem::take(&mut self.lanes).into_iter().flatten() {
            lane.end(end.clone());
        }
    }
}
