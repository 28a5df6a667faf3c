use std::time::{Duration, Instant};

/// A moment after which something is due.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Due(Option<Instant>);

impl Due {
    pub(crate) fn after(delay: Duration) -> Self {
        Self(Instant::now().checked_add(delay))
    }

    pub(crate) fn is_now(self) -> bool {
        self.0.is_some_and(|due| due <= Instant::now())
    }
}
