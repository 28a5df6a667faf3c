use std::sync::Arc;
use std::task::{Wake, Waker};

use reactive_streams::Subscription;

use crate::engine::{Arbiter, Gone};
use crate::sync::{Mutex, lock};

/// Who wants the elements: the stream of windows, and the window that is open.
///
/// When neither does, the upstream is cancelled at once, and not only when the splitter has its turn.
pub(super) struct Interest {
    splitter: Waker,
    upstream: Arc<Arbiter>,
    parties: Mutex<Parties>,
}

#[derive(Default)]
struct Parties {
    outer: Option<Gone>,
    window: Option<Gone>,
}

impl Interest {
    pub(super) fn new(splitter: Waker, upstream: Arc<Arbiter>) -> Arc<Self> {
        Arc::new(Self { splitter, upstream, parties: Mutex::default() })
    }

    pub(super) fn set_outer(&self, outer: Gone) {
        lock(&self.parties).outer = Some(outer);
    }

    pub(super) fn set_window(&self, window: Option<Gone>) {
        lock(&self.parties).window = window;
    }

    /// Whether nobody wants any more elements.
    pub(super) fn is_gone(&self) -> bool {
        let parties = lock(&self.parties);
        let gone = |party: &Option<Gone>| party.as_ref().is_none_or(Gone::is_gone);
        gone(&parties.outer) && gone(&parties.window)
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
