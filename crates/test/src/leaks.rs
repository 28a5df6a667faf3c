use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// Counts how many of the values that it tracks are still alive.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::from_iter;
/// use reactive_streams_test::{LeakCheck, TestSubscriber};
/// use reactive_streams::Publisher;
///
/// let leaks = LeakCheck::new();
/// let items = (0..9).map(|n| leaks.track(n)).collect::<Vec<_>>();
/// let subscriber = TestSubscriber::with_initial_demand(2);
/// from_iter(items).subscribe(subscriber.subscriber());
/// assert_eq!(leaks.alive(), 9);
///
/// subscriber.cancel(); // the source goes, and what it still had
/// assert_eq!(leaks.alive(), 2);
/// drop(subscriber.take_values());
/// leaks.assert_no_leaks();
/// ```
#[derive(Debug, Default)]
pub struct LeakCheck(Arc<()>);

impl LeakCheck {
    /// A check that tracks nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A value that is counted for as long as it lives; so are its clones.
    pub fn track<T>(&self, value: T) -> Tracked<T> {
        Tracked { value, alive: Arc::clone(&self.0) }
    }

    /// How many are alive.
    pub fn alive(&self) -> usize {
        Arc::strong_count(&self.0) - 1
    }

    /// None are alive.
    ///
    /// # Panics
    ///
    /// When some are.
    #[doc(alias = "assertAllStagesStopped")]
    #[track_caller]
    pub fn assert_no_leaks(&self) {
        let alive = self.alive();
        assert!(alive == 0, "{alive} of the tracked values are still alive");
    }
}

/// A value that a [`LeakCheck`] tracks; it compares and prints as the value does.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tracked<T> {
    value: T,
    alive: Arc<()>,
}

impl<T> Deref for Tracked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Tracked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: fmt::Display> fmt::Display for Tracked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}
