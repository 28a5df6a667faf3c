use std::mem;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Demand, Subscription};
use rtrb::Consumer;

use super::channel::Channel;
use super::feed::Ready;
use crate::engine::{Arbiter, End};
use crate::hooks::drop_error;
use crate::sync::{AtomicBool, AtomicUsize, Mutex, Ordering, lock};

/// What the streams, the outer stream and whoever emits share.
pub(super) struct Shared<T, E> {
    outer: Arbiter,
    streams: Mutex<Streams>,
    mail: Mutex<Vec<Mail<T, E>>>,
    has_mail: AtomicBool,
    /// How many streams, with the outer one, have not ended or have elements that wait.
    live: AtomicUsize,
    /// The key, plus one, of the stream that is being subscribed and has not ended; zero if there is none.
    starting: AtomicUsize,
    /// How many of these have queues that whoever emits has still to let go of.
    ended_queues: AtomicUsize,
    /// Set under the locks, and read without them.
    closed: AtomicBool,
    /// The first error, if errors are to wait for the end.
    delayed: Option<Mutex<Option<E>>>,
}

/// Those that can be cancelled, by their keys.
#[derive(Default)]
struct Streams {
    channels: Vec<Option<Arc<Channel>>>,
    free: Vec<usize>,
}

/// What whoever emits is told.
pub(super) enum Mail<T, E> {
    Ready(Ready<T>),
    Open(Arc<Channel>, Consumer<T>),
    End(End<E>),
}

impl<T, E: Send + 'static> Mail<T, E> {
    fn undelivered(self) {
        if let Self::End(end) = self {
            End::undelivered(end);
        }
    }
}

impl<T, E> Shared<T, E> {
    pub(super) fn new(outer: Arbiter, delay_errors: bool) -> Self {
        Self {
            outer,
            streams: Mutex::new(Streams::default()),
            mail: Mutex::new(Vec::new()),
            has_mail: AtomicBool::new(false),
            live: AtomicUsize::new(1),
            starting: AtomicUsize::new(0),
            ended_queues: AtomicUsize::new(0),
            closed: AtomicBool::new(false),
            delayed: delay_errors.then(|| Mutex::new(None)),
        }
    }

    pub(super) fn outer(&self) -> &Arbiter {
        &self.outer
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    // ===== streams that come and go =====

    /// A channel for another stream, which is about to be subscribed; none if the merge is over. One
    /// after another: there is one outer stream.
    pub(super) fn open(&self, prefetch: NonZeroUsize) -> Option<Arc<Channel>> {
        let mut streams = lock(&self.streams);
        if self.is_closed() {
            return None;
        }
        let key = streams.free.pop().unwrap_or_else(|| {
            streams.channels.push(None);
            streams.channels.len() - 1
        });
        let channel = Arc::new(Channel::new(key, prefetch));
        streams.channels[key] = Some(Arc::clone(&channel));
        drop(streams);
        self.add(1);
        self.starting.store(key + 1, Ordering::Release);
        Some(channel)
    }

    /// The stream that was opened last has been subscribed; whether it has ended meanwhile.
    pub(super) fn has_ended_at_once(&self) -> bool {
        self.starting.load(Ordering::Acquire) == 0 || self.starting.swap(0, Ordering::AcqRel) == 0
    }

    /// A stream has ended, and its elements have been delivered. The outer stream is asked for another,
    /// unless this was the last of all, or it sees that [for itself](Self::has_ended_at_once).
    pub(super) fn release(&self, key: usize) -> bool {
        let starting = &self.starting;
        let at_once =
            starting.compare_exchange(key + 1, 0, Ordering::AcqRel, Ordering::Acquire).is_ok();
        let mut streams = lock(&self.streams);
        let channel = streams.channels.get_mut(key).and_then(Option::take);
        if channel.is_some() {
            streams.free.push(key);
        }
        drop(streams);
        drop(channel);
        if at_once { self.complete_one() } else { self.finish(1) }
    }

    /// A stream will end when its queue is empty: whoever emits [releases](Self::release_ended) it.
    pub(super) fn add_ended_queue(&self) {
        self.ended_queues.fetch_add(1, Ordering::AcqRel);
    }

    pub(super) fn has_ended_queues(&self) -> bool {
        self.ended_queues.load(Ordering::Acquire) > 0
    }

    pub(super) fn release_ended(&self, key: usize) {
        self.ended_queues.fetch_sub(1, Ordering::AcqRel);
        self.release(key);
    }

    /// Counts `n` more that live.
    pub(super) fn add(&self, n: usize) {
        self.live.fetch_add(n, Ordering::AcqRel);
    }

    /// As many have ended, and the outer stream is asked for others; whether they were the last of all.
    pub(super) fn finish(&self, n: usize) -> bool {
        let last = self.live.fetch_sub(n, Ordering::AcqRel) == n;
        if let (false, Some(demand)) = (last, Demand::new(n as u64)) {
            self.outer.request(demand);
        }
        last
    }

    /// One has ended for which none is to be asked; whether it was the last of all.
    pub(super) fn complete_one(&self) -> bool {
        self.live.fetch_sub(1, Ordering::AcqRel) == 1
    }

    /// The end of all, if everything has ended.
    pub(super) fn end_of_all(&self) -> Option<End<E>> {
        if self.live.load(Ordering::Acquire) > 0 {
            return None;
        }
        let error = self.delayed.as_ref().and_then(|error| lock(error).take());
        Some(error.map_or(End::Complete, End::Error))
    }

    /// The end that is not to wait: neither completion of one, nor an error that is delayed.
    pub(super) fn delay(&self, end: End<E>) -> Option<End<E>>
    where
        E: Send + 'static,
    {
        match (end, &self.delayed) {
            (End::Complete, _) => None,
            (End::Error(error), Some(delayed)) => {
                let mut first = lock(delayed);
                if first.is_none() && !self.is_closed() {
                    *first = Some(error);
                } else {
                    drop(first);
                    drop_error(error); // after the lock: foreign code
                }
                None
            }
            (end, _) => Some(end),
        }
    }

    // ===== mail =====

    /// Mail after the end is dropped.
    pub(super) fn post(&self, mail: impl IntoIterator<Item = Mail<T, E>>)
    where
        E: Send + 'static,
    {
        let mut post = lock(&self.mail);
        if self.is_closed() {
            drop(post);
            return mail.into_iter().for_each(Mail::undelivered);
        }
        post.extend(mail);
        self.has_mail.store(true, Ordering::Release);
    }

    pub(super) fn post_end(&self, end: End<E>)
    where
        E: Send + 'static,
    {
        self.post([Mail::End(end)]);
    }

    pub(super) fn has_mail(&self) -> bool {
        self.has_mail.load(Ordering::Acquire)
    }

    /// Puts the mail into `mail`, which is empty.
    pub(super) fn receive(&self, mail: &mut Vec<Mail<T, E>>) {
        let mut post = lock(&self.mail);
        self.has_mail.store(false, Ordering::Relaxed);
        mem::swap(&mut *post, mail);
    }

    /// Cancels all that has not ended, and takes nothing any more.
    pub(super) fn close(&self) {
        let mut streams = lock(&self.streams);
        self.closed.store(true, Ordering::Release);
        let channels = mem::take(&mut streams.channels);
        drop(streams);
        let mail = mem::take(&mut *lock(&self.mail));
        self.outer.cancel();
        for channel in channels.into_iter().flatten() {
            channel.cancel();
        }
        drop(mail);
    }
}

impl<T: Send + 'static, E: Send + 'static> Subscription for Shared<T, E> {
    /// Demand is for whoever emits.
    fn request(&self, _demand: Demand) {}

    fn cancel(&self) {
        self.close();
    }
}
