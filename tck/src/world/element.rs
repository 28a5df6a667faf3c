use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::log::{Kind, Link, Recorder, Thing};

/// How many of the things that we gave away still exist.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    elements: AtomicU64,
    sources: AtomicU64,
}

impl Ledger {
    pub(crate) fn elements(&self) -> u64 {
        self.elements.load(Ordering::SeqCst)
    }

    pub(crate) fn sources(&self) -> u64 {
        self.sources.load(Ordering::SeqCst)
    }
}

/// An element whose life is watched. Written `#7`.
pub struct Element {
    number: u64,
    ledger: Arc<Ledger>,
}

impl Element {
    pub(crate) fn new(number: u64, ledger: &Arc<Ledger>) -> Self {
        ledger.elements.fetch_add(1, Ordering::SeqCst);
        Self { number, ledger: Arc::clone(ledger) }
    }

    /// Its place in the stream, from 0.
    pub fn number(&self) -> u64 {
        self.number
    }
}

impl Clone for Element {
    fn clone(&self) -> Self {
        Self::new(self.number, &self.ledger)
    }
}

impl Drop for Element {
    fn drop(&mut self) {
        self.ledger.elements.fetch_sub(1, Ordering::SeqCst);
    }
}

impl PartialEq for Element {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Element {}

impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.number)
    }
}

/// A source of [`Element`]s for implementations that can be fed: an iterator whose life is watched.
pub struct Elements {
    next: u64,
    length: u64,
    origin: Arc<Origin>,
}

/// Where the sources of one link come from, and how many of them there are.
#[derive(Debug)]
pub(crate) struct Origin {
    link: Link,
    recorder: Recorder,
    ledger: Arc<Ledger>,
    alive: AtomicU64,
}

impl Origin {
    pub(crate) fn new(link: Link, recorder: &Recorder, ledger: &Arc<Ledger>) -> Arc<Self> {
        let (recorder, ledger) = (recorder.clone(), Arc::clone(ledger));
        Arc::new(Self { link, recorder, ledger, alive: AtomicU64::new(0) })
    }

    pub(crate) fn alive(&self) -> u64 {
        self.alive.load(Ordering::SeqCst)
    }
}

impl Elements {
    pub(crate) fn new(length: u64, origin: &Arc<Origin>) -> Self {
        Self::after(0, length, origin)
    }

    fn after(next: u64, length: u64, origin: &Arc<Origin>) -> Self {
        origin.alive.fetch_add(1, Ordering::SeqCst);
        origin.ledger.sources.fetch_add(1, Ordering::SeqCst);
        Self { next, length, origin: Arc::clone(origin) }
    }
}

impl Iterator for Elements {
    type Item = Element;

    fn next(&mut self) -> Option<Element> {
        if self.next == self.length {
            return None;
        }
        self.next += 1;
        Some(Element::new(self.next - 1, &self.origin.ledger))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.length - self.next);
        (left.unwrap_or(usize::MAX), left.ok())
    }
}

impl Clone for Elements {
    fn clone(&self) -> Self {
        Self::after(self.next, self.length, &self.origin)
    }
}

impl Drop for Elements {
    fn drop(&mut self) {
        let origin = &self.origin;
        origin.ledger.sources.fetch_sub(1, Ordering::SeqCst);
        if origin.alive.fetch_sub(1, Ordering::SeqCst) == 1 {
            origin.recorder.record(origin.link, Kind::Dropped(Thing::Source));
        }
    }
}

impl fmt::Debug for Elements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Elements")
            .field("next", &self.next)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

/// The error with which streams of the suite fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestError(pub(crate) u64);

impl fmt::Display for TestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the suite made this stream fail after {} elements", self.0)
    }
}

impl Error for TestError {}
