use std::any::Any;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;
use std::time::Duration;

use super::{Call, Event, Kind, Link, Log, Outcome};

/// Writes the log of a run, from any thread.
///
/// ```
/// use reactive_streams_tck::log::{Call, Declaration, Judged, Kind, Recorder};
/// use reactive_streams_tck::oracle;
///
/// let recorder = Recorder::default();
/// let link = recorder.link();
/// recorder.record(link, Kind::Declared(Box::new(Declaration::new(Judged::Publisher))));
/// recorder.record(link, Kind::Call(Call::OnComplete));
///
/// let breaches = recorder.read(oracle::judge);
/// assert_eq!(breaches[0].rule.id, "1.9");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Recorder(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    book: Mutex<Book>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Book {
    log: Log,
    threads: Vec<ThreadId>,
    links: u16,
    /// How many threads sleep until something is recorded: to wake nobody takes its time too.
    sleepers: usize,
    /// Set when the run is over: what comes later belongs to nobody.
    closed: bool,
}

impl Book {
    fn thread(&mut self) -> u32 {
        let id = std::thread::current().id();
        let known = self.threads.iter().position(|&thread| thread == id);
        let index = known.unwrap_or_else(|| {
            self.threads.push(id);
            self.threads.len() - 1
        });
        u32::try_from(index).unwrap_or(u32::MAX)
    }
}

impl Recorder {
    fn book(&self) -> MutexGuard<'_, Book> {
        // A panic while the book is open can only come from a failed allocation.
        self.0.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A link that nobody uses yet.
    pub fn link(&self) -> Link {
        let mut book = self.book();
        book.links += 1;
        Link(book.links - 1)
    }

    /// Appends what happened just now on this thread.
    pub fn record(&self, link: Link, kind: Kind) {
        let mut book = self.book();
        if !book.closed {
            let thread = book.thread();
            book.log.events.push(Event { link, thread, kind });
            if book.sleepers > 0 {
                self.0.changed.notify_all();
            }
        }
    }

    /// Records a call around what makes it, and catches its panic.
    pub(crate) fn calling<R>(
        &self,
        link: Link,
        call: Call,
        body: impl FnOnce() -> R,
    ) -> Result<R, Box<dyn Any + Send>> {
        self.record(link, Kind::Call(call.clone()));
        let result = catch_unwind(AssertUnwindSafe(body));
        let outcome = match &result {
            Ok(_) => Outcome::Normal,
            Err(payload) => crate::world::outcome_of(&**payload),
        };
        self.record(link, Kind::Return(call, outcome));
        result
    }

    /// Looks at what has been recorded so far; nothing is recorded meanwhile.
    pub fn read<R>(&self, look: impl FnOnce(&Log) -> R) -> R {
        look(&self.book().log)
    }

    pub(crate) fn len(&self) -> usize {
        self.book().log.events.len()
    }

    /// Has those who sleep look again.
    pub(crate) fn wake(&self) {
        if self.book().sleepers > 0 {
            self.0.changed.notify_all();
        }
    }

    /// Sleeps until something is recorded beyond `seen` events or work is done, at most for `tick`.
    pub(crate) fn wait_for_change(&self, seen: usize, tick: Duration) {
        let mut book = self.book();
        if book.log.events.len() == seen {
            book.sleepers += 1;
            // Woken early or late, the caller looks again.
            let woken = self.0.changed.wait_timeout(book, tick);
            woken.unwrap_or_else(PoisonError::into_inner).0.sleepers -= 1;
        }
    }

    /// Ends the run: returns the log, and ignores what comes later.
    pub(crate) fn close(&self) -> Log {
        let mut book = self.book();
        book.closed = true;
        std::mem::take(&mut book.log)
    }
}

/// The text by which an element or an error is known in the log.
pub(crate) fn label(value: &impl Debug) -> Box<str> {
    format!("{value:?}").into_boxed_str()
}
