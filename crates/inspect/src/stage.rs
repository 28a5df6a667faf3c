use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams_operators::operator::{Capacity, DropCounter};

/// What stands outside of the pipeline and is read when there is a snapshot.
pub(crate) type Gauge = Arc<dyn Fn() -> u64 + Send + Sync>;

/// A part of a pipeline that is observed: its name, and what else is known of it.
///
/// It is what stands between an [`observed`](crate::InspectExt::observed) and those above it. Stages of the
/// same name are the same stage, also in several subscriptions: their figures are added up, and of what
/// is said about them the latest counts.
///
/// ```
/// use reactive_streams_inspect::Stage;
/// use std::num::NonZeroUsize;
/// use std::time::Duration;
///
/// let eight = NonZeroUsize::new(8).unwrap();
/// let _store = Stage::named("store").in_flight(eight).budget(Duration::from_millis(100));
/// ```
#[derive(Clone)]
#[must_use = "a stage says how to observe, and does not"]
pub struct Stage {
    pub(crate) name: Arc<str>,
    pub(crate) capacity: Option<NonZeroUsize>,
    pub(crate) budget: Option<Duration>,
    pub(crate) drops: Option<DropCounter>,
    pub(crate) depth: Option<Gauge>,
    pub(crate) lag: Option<Gauge>,
    pub(crate) below: Option<Arc<str>>,
}

impl Stage {
    /// A stage of this name.
    pub fn named(name: impl Into<Arc<str>>) -> Self {
        Self {
            name: name.into(),
            capacity: None,
            budget: None,
            drops: None,
            depth: None,
            lag: None,
            below: None,
        }
    }

    /// It holds so many elements at most: a buffer, a lane, a hop.
    ///
    /// Its depth is what has come in, has not gone out and was not left out. So it has to give one element
    /// for one; what makes more or fewer of them belongs into a stage of its own.
    ///
    /// A [`Capacity`] that was made for a latency brings its [`budget`](Self::budget) with it.
    pub fn capacity(mut self, capacity: impl Into<Capacity>) -> Self {
        let capacity = capacity.into();
        self.capacity = Some(capacity.elements());
        self.budget = capacity.budget().or(self.budget);
        self
    }

    /// It works on so many elements at a time at most. The same as [`capacity`](Self::capacity).
    pub fn in_flight(self, limit: NonZeroUsize) -> Self {
        self.capacity(limit)
    }

    /// It leaves out elements, and this counts them.
    pub fn drops(mut self, counter: &DropCounter) -> Self {
        self.drops = Some(counter.clone());
        self
    }

    /// No element should wait in it for longer. When they do there is a
    /// [warning](crate::Warning::OverBudget), with the capacity that would do by Little's law.
    pub fn budget(mut self, budget: Duration) -> Self {
        self.budget = Some(budget);
        self
    }

    /// How many elements it holds is to be asked there: a channel, a queue on disk.
    ///
    /// Asked for each snapshot, by whoever takes it, with no lock in hand. It should answer quickly.
    pub fn depth_with(mut self, depth: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        self.depth = Some(Arc::new(depth));
        self
    }

    /// How far it is behind is to be asked there: a broker, a log. As [`depth_with`](Self::depth_with).
    pub fn lag_with(mut self, lag: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        self.lag = Some(Arc::new(lag));
        self
    }

    /// Its elements go into the stage of this name, to which it is subscribed on another thread.
    ///
    /// A stage finds the one below it by itself if it is subscribed inside the same call, or inside a
    /// signal that passed an observed edge on the same thread. It does not behind
    /// [`subscribe_on`](reactive_streams_operators::ext::ScheduleExt::subscribe_on), and not where a
    /// `flat_map` subscribes to it behind a hop to another thread.
    pub fn below(mut self, name: impl Into<Arc<str>>) -> Self {
        self.below = Some(name.into());
        self
    }

    /// Whether it is known how long elements wait in it.
    pub(crate) fn is_timed(&self) -> bool {
        self.capacity.is_some() || self.budget.is_some()
    }
}

impl fmt::Debug for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stage")
            .field("name", &self.name)
            .field("capacity", &self.capacity)
            .field("budget", &self.budget)
            .finish_non_exhaustive()
    }
}
