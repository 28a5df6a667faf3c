use std::collections::VecDeque;
use std::mem;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::Waker;

use reactive_streams::{Demand, Subscription};

use crate::engine::{Arbiter, End};
use crate::sync::{Mutex, lock};

/// The last elements of a stream, and how far its readers have got.
///
/// An element that a reader has not read is kept: the slowest decides how many more may come. So there
/// are up to twice as many as the limit says, while somebody who has come late catches up.
pub(crate) struct History<T, E> {
    state: Mutex<State<T, E>>,
    limit: u64,
    /// Asked for what there is room for, if the elements come from an upstream.
    upstream: Option<Arc<Arbiter>>,
}

struct State<T, E> {
    items: VecDeque<Arc<T>>,
    /// The index of the first of them in the whole stream.
    first: u64,
    /// How many elements the upstream has been asked for.
    requested: u64,
    /// With a lock of its own: cloning an error is foreign code, and may take its time.
    end: Option<Arc<Mutex<End<E>>>>,
    cursors: Vec<Cursor>,
    /// How many readers there ever were: the name of the next one.
    readers: u64,
}

/// How far a reader has got.
struct Cursor {
    reader: u64,
    /// The index of the element that it reads next.
    next: u64,
    waker: Waker,
    /// Whether it has read all, and waits for more.
    waits: bool,
}

/// What is not kept comes back.
pub(crate) enum Refused<T> {
    Full(T),
    Ended(T),
}

/// What a reader finds.
pub(super) enum Found<T, E> {
    Elements(VecDeque<Arc<T>>),
    Nothing,
    End(Arc<Mutex<End<E>>>),
}

impl<T, E> State<T, E> {
    fn after_last(&self) -> u64 {
        self.first + self.items.len() as u64
    }

    fn slowest(&self) -> Option<u64> {
        self.cursors.iter().map(|cursor| cursor.next).min()
    }

    /// Takes out what is more than `limit`, and has been read by all.
    fn evict(&mut self, limit: u64) -> Vec<Arc<T>> {
        let surplus = (self.items.len() as u64).saturating_sub(limit);
        let read = self.slowest().map_or(surplus, |next| next - self.first);
        let evicted = surplus.min(read);
        self.first += evicted;
        self.items.drain(..evicted as usize).collect()
    }

    fn waiting(&mut self) -> Vec<Waker> {
        let waiting = self.cursors.iter_mut().filter(|cursor| cursor.waits);
        waiting
            .map(|cursor| {
                cursor.waits = false;
                cursor.waker.clone()
            })
            .collect()
    }
}

impl<T, E> History<T, E> {
    /// A history that is written from outside.
    pub(crate) fn new(limit: NonZeroUsize) -> Arc<Self> {
        Self::of(limit, None)
    }

    /// A history of an upstream, which is asked for `limit` elements at once.
    pub(crate) fn with_upstream(limit: NonZeroUsize) -> Arc<Self> {
        Self::of(limit, Some(Arc::new(Arbiter::new(limit.get() as u64))))
    }

    fn of(limit: NonZeroUsize, upstream: Option<Arc<Arbiter>>) -> Arc<Self> {
        let limit = limit.get() as u64;
        let state = State {
            items: VecDeque::new(),
            first: 0,
            requested: limit,
            end: None,
            cursors: Vec::new(),
            readers: 0,
        };
        Arc::new(Self { state: Mutex::new(state), limit, upstream })
    }

    /// Keeps an element, and wakes who waits for it.
    pub(crate) fn push(&self, item: T) -> Result<(), Refused<T>> {
        let mut state = lock(&self.state);
        if state.end.is_some() {
            return Err(Refused::Ended(item));
        }
        let is_full = match self.upstream {
            Some(_) => state.after_last() >= state.requested,
            None => state.slowest().is_some_and(|next| state.after_last() - next >= self.limit),
        };
        if is_full {
            return Err(Refused::Full(item));
        }
        state.items.push_back(Arc::new(item));
        let evicted = state.evict(self.limit);
        let waiting = state.waiting();
        drop(state);
        drop(evicted);
        waiting.into_iter().for_each(Waker::wake);
        Ok(())
    }

    /// Ends the stream; gives the end back if there was one before.
    pub(crate) fn end(&self, end: End<E>) -> Result<(), End<E>> {
        let mut state = lock(&self.state);
        if state.end.is_some() {
            return Err(end);
        }
        state.end = Some(Arc::new(Mutex::new(end)));
        let waiting = state.waiting();
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
        Ok(())
    }

    /// The last element, if one is kept, and whether the stream has failed.
    pub(crate) fn last(&self) -> (Option<Arc<T>>, bool) {
        let state = lock(&self.state);
        let failed = state.end.as_ref().is_some_and(|end| !matches!(*lock(end), End::Complete));
        (state.items.back().cloned(), failed)
    }

    /// What the elements come from is connected to this.
    pub(crate) fn upstream(&self) -> Option<&Arc<Arbiter>> {
        self.upstream.as_ref()
    }

    pub(super) fn cancel(&self) {
        if let Some(upstream) = &self.upstream {
            upstream.cancel();
        }
    }

    /// A reader that begins with what is kept: its name, and where it is.
    pub(super) fn join(&self, waker: Waker) -> (u64, u64) {
        let mut state = lock(&self.state);
        let reader = state.readers;
        let next = state.first.max(state.after_last().saturating_sub(self.limit));
        state.readers += 1;
        state.cursors.push(Cursor { reader, next, waker, waits: false });
        (reader, next)
    }

    pub(super) fn leave(&self, reader: u64) {
        let mut state = lock(&self.state);
        let index = state.cursors.iter().position(|cursor| cursor.reader == reader);
        let left = index.map(|index| state.cursors.swap_remove(index));
        drop(state);
        drop(left);
        self.moved();
    }

    /// A reader has done with all before `next`: what is there for it, if it `wants` more.
    pub(super) fn read(&self, reader: u64, next: u64, wants: bool) -> Found<T, E> {
        let mut state = lock(&self.state);
        let is_new = state.after_last() > next;
        let end = state.end.clone().filter(|_| !is_new);
        let mut moved = false;
        if let Some(cursor) = state.cursors.iter_mut().find(|cursor| cursor.reader == reader) {
            moved = mem::replace(&mut cursor.next, next) != next;
            cursor.waits = !is_new;
        }
        let found = match end {
            Some(end) => Found::End(end),
            None if is_new && wants => {
                let read = (next - state.first) as usize;
                Found::Elements(state.items.iter().skip(read).cloned().collect())
            }
            None => Found::Nothing,
        };
        drop(state);
        if moved {
            self.moved();
        }
        found
    }

    /// A reader has moved on, or left: drops what none needs any more, and requests what the slowest has
    /// made room for. That is three quarters of the limit at a time, or all when nothing else would come.
    fn moved(&self) {
        let mut state = lock(&self.state);
        let evicted = state.evict(self.limit);
        let slowest = state.slowest().filter(|_| self.upstream.is_some());
        let room = slowest
            .map_or(0, |next| next.saturating_add(self.limit).saturating_sub(state.requested));
        let is_dry = state.requested == state.after_last();
        let demand = Demand::new(room).filter(|_| is_dry || room >= self.limit - self.limit / 4);
        state.requested += demand.map_or(0, Demand::get);
        drop(state);
        drop(evicted);
        if let Some((upstream, demand)) = self.upstream.as_ref().zip(demand) {
            upstream.request(demand);
        }
    }
}
