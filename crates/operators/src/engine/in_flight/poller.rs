use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Weak};

use reactive_streams::{Demand, Subscription};

use super::futures::{Futures, Wakes};
use super::launch::{Launch, Started};
use super::outputs::Outputs;
use super::panicked::Panicked;
use crate::engine::{End, task};
use crate::scheduler::Worker;
use crate::sync::{AtomicUsize, Mutex, Ordering, lock};

/// Makes futures of the elements that it is given, and polls them on its worker.
///
/// Whatever may let it go on (an element, a waking, the end) is one more in the work counter. Who moves
/// that from zero schedules the next turn.
pub(super) struct Poller<T: Send + 'static, E, L: Launch<T>> {
    worker: Box<dyn Worker>,
    work: AtomicUsize,
    inbox: Mutex<Inbox<T>>,
    /// Taken out by a turn. Gone when all is over.
    crew: Mutex<Option<Crew<T, E, L>>>,
    outputs: Arc<Outputs<L::Item, E>>,
    operator: &'static str,
    me: Weak<Self>,
}

struct Inbox<T> {
    mail: Mail<T>,
    completed: bool,
    closed: bool,
}

/// What a turn has to see to.
struct Mail<T> {
    items: Vec<T>,
    woken: Vec<usize>,
}

impl<T> Mail<T> {
    fn new() -> Self {
        Self { items: Vec::new(), woken: Vec::new() }
    }
}

/// What a turn works with.
struct Crew<T: Send + 'static, E, L: Launch<T>> {
    launch: L,
    futures: Futures<L::Future, L::Tag, WeakPoller<T, E, L>>,
    next_ticket: u64,
    completed: bool,
    /// Empty between turns: its memory is used again.
    mail: Mail<T>,
}

impl<T, E, L> Poller<T, E, L>
where
    T: Send + 'static,
    E: From<Panicked> + Send + 'static,
    L: Launch<T>,
{
    pub(super) fn new(
        worker: Box<dyn Worker>,
        launch: L,
        outputs: Arc<Outputs<L::Item, E>>,
        operator: &'static str,
    ) -> Arc<Self> {
        let (futures, mail) = (Futures::new(), Mail::new());
        let crew = Crew { launch, futures, next_ticket: 0, completed: false, mail };
        let inbox = Inbox { mail: Mail::new(), completed: false, closed: false };
        Arc::new_cyclic(|me| Self {
            worker,
            work: AtomicUsize::new(0),
            inbox: Mutex::new(inbox),
            crew: Mutex::new(Some(crew)),
            outputs,
            operator,
            me: Weak::clone(me),
        })
    }

    pub(super) fn accept(&self, item: T) {
        let mut inbox = lock(&self.inbox);
        if inbox.closed {
            drop(inbox);
            drop(item);
        } else {
            inbox.mail.items.push(item);
            drop(inbox);
            self.notify();
        }
    }

    /// The upstream has ended. Completion waits for the futures, anything else does not.
    pub(super) fn end(&self, end: End<E>) {
        if let End::Complete = end {
            lock(&self.inbox).completed = true;
            self.notify();
        } else {
            self.outputs.end(end);
        }
    }

    fn notify(&self) {
        if self.work.fetch_add(1, Ordering::AcqRel) == 0 {
            self.schedule();
        }
    }

    fn schedule(&self) {
        if let Some(me) = self.me.upgrade() {
            // A worker that has shut down: nobody would ever poll again.
            let lost = |me: &Arc<Self>| {
                me.outputs.end(End::Abandoned);
                me.close();
            };
            self.worker.schedule(task(me, Self::turn, lost));
        }
    }

    /// Does what there is to do by now; what comes meanwhile is for the next turn, so that others who
    /// share the worker have theirs.
    fn turn(self: &Arc<Self>) {
        let seen = self.work.load(Ordering::Acquire);
        let Some(mut crew) = lock(&self.crew).take() else { return };
        let mut inbox = lock(&self.inbox);
        mem::swap(&mut inbox.mail, &mut crew.mail);
        crew.completed = inbox.completed;
        drop(inbox);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| crew.work(self))) {
            let panicked = Panicked::new(self.operator, &*panic);
            self.outputs.end(End::Error(panicked.into()));
            self.close();
        }
        self.put(crew);
        if self.work.fetch_sub(seen, Ordering::AcqRel) > seen {
            self.schedule();
        }
    }

    /// Gives the crew back, unless it is not needed any more.
    fn put(&self, crew: Crew<T, E, L>) {
        let mut place = lock(&self.crew);
        if !lock(&self.inbox).closed {
            *place = Some(crew);
            return;
        }
        drop(place);
        drop(crew);
    }
}

impl<T: Send + 'static, E, L: Launch<T>> Poller<T, E, L> {
    /// Drops all futures: now, or when the turn that has them is over.
    pub(super) fn close(&self) {
        let mut inbox = lock(&self.inbox);
        inbox.closed = true;
        let items = mem::take(&mut inbox.mail.items);
        drop(inbox);
        let crew = lock(&self.crew).take();
        drop((items, crew)); // after the locks: foreign code
    }
}

impl<T, E, L> Crew<T, E, L>
where
    T: Send + 'static,
    E: From<Panicked> + Send + 'static,
    L: Launch<T>,
{
    fn work(&mut self, poller: &Arc<Poller<T, E, L>>) {
        let mut mail = mem::replace(&mut self.mail, Mail::new());
        for place in mail.woken.drain(..) {
            let next = self.poll(place, poller);
            self.begin(next, poller);
        }
        for item in mail.items.drain(..) {
            let ticket = self.next_ticket;
            self.next_ticket += 1;
            let started = self.launch.start(ticket, item);
            self.begin(started, poller);
        }
        self.mail = mail;
        if self.completed && self.futures.is_empty() {
            if let Some(last) = self.launch.last() {
                poller.outputs.put(self.next_ticket, Some(last));
            }
            poller.outputs.end(End::Complete);
        }
    }

    /// Polls what has been started, and what waits for it to finish.
    fn begin(
        &mut self,
        started: Option<Started<L::Future, L::Tag>>,
        poller: &Arc<Poller<T, E, L>>,
    ) {
        let mut next = started;
        while let Some(started) = next {
            let place = self.futures.add(started, || WeakPoller(Arc::downgrade(poller)));
            next = self.poll(place, poller);
        }
    }

    /// Polls a future; gives what has waited for it, if it has finished.
    fn poll(
        &mut self,
        place: usize,
        poller: &Poller<T, E, L>,
    ) -> Option<Started<L::Future, L::Tag>> {
        let finished = self.futures.poll(place)?;
        let item = self.launch.finish(finished.tag, finished.output);
        poller.outputs.put(finished.ticket, item);
        self.launch.resume()
    }
}

impl<T, E, L> Subscription for Poller<T, E, L>
where
    T: Send + 'static,
    E: From<Panicked> + Send + 'static,
    L: Launch<T>,
{
    /// Demand is for whoever delivers.
    fn request(&self, _demand: Demand) {}

    fn cancel(&self) {
        self.close();
    }
}

/// What the wakers know of the poller: it has the futures, and they may have the wakers.
struct WeakPoller<T: Send + 'static, E, L: Launch<T>>(Weak<Poller<T, E, L>>);

impl<T, E, L> Wakes for WeakPoller<T, E, L>
where
    T: Send + 'static,
    E: From<Panicked> + Send + 'static,
    L: Launch<T>,
{
    fn wake(&self, place: usize) {
        if let Some(poller) = self.0.upgrade() {
            lock(&poller.inbox).mail.woken.push(place);
            poller.notify();
        }
    }
}
