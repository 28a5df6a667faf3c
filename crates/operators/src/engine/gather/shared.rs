use std::mem;
use std::sync::Arc;
use std::task::Waker;

use reactive_streams::{Burst, Subscriber, Subscription};

use crate::engine::{Arbiter, End, PrefetchFeed, PrefetchQueue};
use crate::sync::{AtomicBool, Mutex, Ordering, lock};

/// What the streams, the outer stream and whoever emits share.
pub(super) struct Shared<T, E> {
    outer: Arc<Arbiter>,
    mail: Mutex<Mail<T, E>>,
    has_mail: AtomicBool,
    /// A stream has failed: whoever emits is to look which.
    failed: AtomicBool,
}

/// What whoever emits is told.
pub(super) struct Mail<T, E> {
    pub(super) added: Vec<PrefetchFeed<T, E>>,
    pub(super) outer_end: Option<End<E>>,
    /// Nobody reads it any more.
    closed: bool,
}

impl<T, E> Default for Mail<T, E> {
    fn default() -> Self {
        Self { added: Vec::new(), outer_end: None, closed: false }
    }
}

impl<T, E> Shared<T, E> {
    pub(super) fn new(outer: Arc<Arbiter>) -> Self {
        let (has_mail, failed) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { outer, mail: Mutex::new(Mail::default()), has_mail, failed }
    }

    pub(super) fn outer(&self) -> &Arbiter {
        &self.outer
    }

    pub(super) fn is_closed(&self) -> bool {
        lock(&self.mail).closed
    }

    /// Hands another stream over; `false` if all is over.
    pub(super) fn post(&self, feed: PrefetchFeed<T, E>) -> bool {
        let mut mail = lock(&self.mail);
        if mail.closed {
            drop(mail);
            drop(feed);
            return false;
        }
        mail.added.push(feed);
        self.has_mail.store(true, Ordering::Release);
        true
    }

    /// The outer stream has ended.
    pub(super) fn end(&self, end: End<E>)
    where
        E: Send + 'static,
    {
        let mut mail = lock(&self.mail);
        if mail.closed {
            drop(mail);
            End::undelivered(end);
        } else {
            mail.outer_end = Some(end);
            self.has_mail.store(true, Ordering::Release);
        }
    }

    pub(super) fn has_mail(&self) -> bool {
        self.has_mail.load(Ordering::Acquire)
    }

    pub(super) fn receive(&self) -> Option<Mail<T, E>> {
        self.has_mail().then(|| {
            let mut mail = lock(&self.mail);
            self.has_mail.store(false, Ordering::Relaxed);
            mem::take(&mut *mail)
        })
    }

    pub(super) fn take_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed) && self.failed.swap(false, Ordering::Acquire)
    }

    pub(super) fn close(&self) {
        let mut mail = lock(&self.mail);
        let unread = mem::replace(&mut *mail, Mail { closed: true, ..Mail::default() });
        drop(mail);
        self.outer.cancel();
        drop(unread);
    }
}

/// The subscriber of one of the streams: its queue, which says so if it fails.
pub(super) struct Flagged<T, E> {
    queue: PrefetchQueue<T, E>,
    shared: Arc<Shared<T, E>>,
    waker: Waker,
}

impl<T, E> Flagged<T, E> {
    pub(super) fn new(queue: PrefetchQueue<T, E>, shared: Arc<Shared<T, E>>, waker: Waker) -> Self {
        Self { queue, shared, waker }
    }
}

impl<T: Send + 'static, E: Send + 'static> Subscriber<T, E> for Flagged<T, E> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.queue.on_subscribe(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.queue.on_next(item);
    }

    fn on_burst<B: Burst<T>>(&mut self, burst: B) {
        self.queue.on_burst(burst);
    }

    fn on_error(self, error: E) {
        self.queue.on_error(error);
        self.shared.failed.store(true, Ordering::Release);
        self.waker.wake();
    }

    fn on_complete(self) {
        self.queue.on_complete();
    }
}
