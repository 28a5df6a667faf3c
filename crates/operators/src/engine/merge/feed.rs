use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;

use rtrb::Consumer;

use super::channel::Channel;
use super::shared::{Mail, Shared};
use crate::engine::direct::Rest;
use crate::engine::{End, Feed, Signal};

/// What waits to be emitted: those that have something take turns, an element each.
pub(crate) struct MergeFeed<T, E> {
    shared: Arc<Shared<T, E>>,
    ready: VecDeque<Ready<T>>,
    queues: Vec<Option<Queue<T>>>,
    /// Kept for its capacity.
    mail: Vec<Mail<T, E>>,
    /// An end that overtakes what waits (§4.2).
    end: Option<End<E>>,
    /// How many places the outer stream has not been asked to fill again.
    freed: usize,
    /// The queue from which the last element was taken: done with when the next one is asked for.
    last: Option<usize>,
}

/// One that has something.
pub(super) enum Ready<T> {
    /// The only element of a stream.
    Value(T),
    Iter(Rest<T>),
    /// The queue of the channel with this key.
    Queue(usize),
}

struct Queue<T> {
    channel: Arc<Channel>,
    consumer: Consumer<T>,
}

/// What a queue has.
enum Popped<T> {
    Item(T),
    /// Nothing; it will be announced when that changes.
    Idle,
    Ended,
}

impl<T, E> MergeFeed<T, E> {
    pub(super) fn new(shared: Arc<Shared<T, E>>) -> Self {
        Self {
            shared,
            ready: VecDeque::new(),
            queues: Vec::new(),
            mail: Vec::new(),
            end: None,
            freed: 0,
            last: None,
        }
    }

    /// For who has the right to emit in hand.
    pub(super) fn push(&mut self, ready: Ready<T>) {
        self.ready.push_back(ready);
    }

    /// Whether there is nothing to emit, and nothing to see to, until something is announced.
    pub(super) fn is_idle(&self) -> bool {
        self.ready.is_empty() && self.freed == 0 && self.last.is_none() && !self.shared.has_mail()
    }

    fn read_mail(&mut self)
    where
        E: Send + 'static,
    {
        if !self.shared.has_mail() {
            return;
        }
        let mut mail = mem::take(&mut self.mail);
        self.shared.receive(&mut mail);
        for mail in mail.drain(..) {
            match mail {
                Mail::Ready(ready) => self.ready.push_back(ready),
                Mail::Open(channel, consumer) => self.open(Queue { channel, consumer }),
                Mail::End(end) if self.end.is_none() => self.end = Some(end),
                Mail::End(late) => End::undelivered(late),
            }
        }
        self.mail = mail;
    }

    fn open(&mut self, queue: Queue<T>) {
        let key = queue.channel.key;
        if key >= self.queues.len() {
            self.queues.resize_with(key + 1, || None);
        }
        self.queues[key] = Some(queue);
    }

    fn release(&mut self, key: usize) {
        self.queues[key] = None;
        self.shared.release_ended(key);
    }

    /// The places of what has been emitted are free, but not before the last of the known values that
    /// wait together: one request for all of them.
    fn make_room(&mut self) {
        if self.freed > 0 && !matches!(self.ready.front(), Some(Ready::Value(_))) {
            self.shared.finish(mem::take(&mut self.freed));
        }
    }

    fn replenish(&mut self) {
        let last = self.last.take();
        if let Some(queue) = last.and_then(|key| self.queues[key].as_ref()) {
            queue.replenish();
        }
    }

    /// An element of the one whose turn it is.
    fn take_turn(&mut self) -> Option<T> {
        while let Some(ready) = self.ready.pop_front() {
            match ready {
                Ready::Value(item) => {
                    self.freed += 1;
                    return Some(item);
                }
                Ready::Iter(mut rest) => {
                    let item = rest.next();
                    if item.is_none() || rest.size_hint().1 == Some(0) {
                        self.freed += 1;
                    } else {
                        self.ready.push_back(Ready::Iter(rest));
                    }
                    if item.is_some() {
                        return item;
                    }
                }
                Ready::Queue(key) => match self.queues[key].as_mut().map(Queue::pop) {
                    Some(Popped::Item(item)) => {
                        self.ready.push_back(Ready::Queue(key));
                        self.last = Some(key);
                        return Some(item);
                    }
                    Some(Popped::Ended) => self.release(key),
                    Some(Popped::Idle) | None => {}
                },
            }
        }
        None
    }

    /// Lets go of queues that have ended, for an end needs no demand (§1.5).
    fn release_ended(&mut self) {
        if !self.shared.has_ended_queues() {
            return;
        }
        for _ in 0..self.ready.len() {
            match self.ready.pop_front() {
                Some(Ready::Queue(key))
                    if self.queues[key].as_ref().is_some_and(Queue::is_over) =>
                {
                    self.release(key);
                }
                Some(ready) => self.ready.push_back(ready),
                None => {}
            }
        }
    }
}

impl<T> Queue<T> {
    fn pop(&mut self) -> Popped<T> {
        let Self { channel, consumer } = self;
        loop {
            // The end first: what was queued before it is then in sight.
            let ended = channel.has_ended();
            if let Ok(item) = consumer.pop() {
                channel.set_taken(channel.taken() + 1);
                return Popped::Item(item);
            }
            if ended {
                return Popped::Ended;
            }
            channel.clear_ready();
            // Once more: what came before that has been announced to nobody.
            let idle = consumer.is_empty() && !channel.has_ended();
            if idle || !channel.set_ready() {
                return Popped::Idle;
            }
        }
    }

    fn replenish(&self) {
        self.channel.set_taken(self.channel.replenish(self.channel.taken()));
    }

    fn is_over(&self) -> bool {
        self.channel.has_ended() && self.consumer.is_empty()
    }
}

impl<T: Send + 'static, E: Send + 'static> Feed for MergeFeed<T, E> {
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        loop {
            self.read_mail();
            if let Some(end) = self.end.take() {
                return Signal::End(end);
            }
            self.replenish();
            self.make_room();
            if wanted {
                if let Some(item) = self.take_turn() {
                    return Signal::Next(item);
                }
                self.make_room();
            } else {
                self.release_ended();
            }
            if let Some(end) = self.shared.end_of_all() {
                return Signal::End(end);
            }
            if !self.shared.has_mail() {
                return Signal::Wait;
            }
        }
    }
}

impl<T, E> Drop for MergeFeed<T, E> {
    fn drop(&mut self) {
        self.shared.close();
        // The other ends may live on for a while, and the elements with them.
        for queue in self.queues.iter_mut().flatten() {
            while queue.consumer.pop().is_ok() {}
        }
    }
}
