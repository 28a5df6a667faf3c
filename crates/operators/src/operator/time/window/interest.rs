use std::sync::Arc;
use std::task::{Wake, Waker};

use reactive_streams::Subscription;

use crate::engine::{Arbiter, Gone};
use crate::sync::{Mutex, lock};

/// Who wants the elements: the stream of windows, and the windows that are open.
///
/// When none of them does, the upstream is cancelled at once, and not only when the splitter has its turn.
pub(in super::super) struct Interest {
    splitter: Waker,
    upstream: Arc<Arbiter>,
    parties: Mutex<Parties>,
}

#[derive(Default)]
struct Parties {
    outer: Option<Gone>,
    /// In the order in which they were opened.
    windows: Vec<Gone>,
}

impl Interest {
    pub(in super::super) fn new(splitter: Waker, upstream: Arc<Arbiter>) -> Arc<Self> {
        Arc::new(Self { splitter, upstream, parties: Mutex::default() })
    }

    pub(in super::super) fn set_outer(&self, outer: Gone) {
        lock(&self.parties).outer = Some(outer);
    }

    pub(in super::super) fn add_window(&self, window: Gone) {
        lock(&self.parties).windows.push(window);
    }

    /// Forgets the window that has this place among those that are open.
    pub(in super::super) fn remove_window(&self, index: usize) {
        let window = lock(&self.parties).windows.remove(index);
        drop(window); // after the lock: foreign code
    }

    /// Whether nobody wants any more elements.
    pub(in super::super) fn is_gone(&self) -> bool {
        let parties = lock(&self.parties);
        parties.outer.as_ref().is_none_or(Gone::is_gone)
            && parties.windows.iter().all(Gone::is_gone)
    }
}

/// One of them has gone, or begins to starve.
impl Wake for Interest {
    fn wake(self: Arc<Self>) {
        if self.is_gone() {
            self.upstream.cancel();
        }
        self.splitter.wake_by_ref();
    }
}
