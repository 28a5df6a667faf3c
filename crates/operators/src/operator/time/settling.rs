use std::time::Duration;

use crate::engine::{Keep, Take};

/// What [`RateExt::debounce`](crate::ext::RateExt::debounce) and [`sample`](crate::ext::RateExt::sample)
/// keep: the latest element, until it is due.
#[derive(Clone, Debug)]
pub struct Settling<D>(D);

impl<D> Settling<D> {
    pub(crate) fn new(due: D) -> Self {
        Self(due)
    }
}

/// When an element is due, if no other comes before.
pub(crate) trait Due: Send + 'static {
    fn start(&mut self, _now: Duration) {}

    fn due(&self, now: Duration) -> Duration;
}

/// After a time without elements.
#[derive(Clone, Debug)]
pub struct Quiet(pub(crate) Duration);

impl Due for Quiet {
    fn due(&self, now: Duration) -> Duration {
        now.saturating_add(self.0)
    }
}

/// At the end of a period; they follow one another from the time of the subscription.
#[derive(Clone, Debug)]
pub struct Period {
    period: Duration,
    start: Duration,
}

impl Period {
    pub(crate) fn new(period: Duration) -> Self {
        Self { period, start: Duration::ZERO }
    }
}

impl Due for Period {
    fn start(&mut self, now: Duration) {
        self.start = now;
    }

    fn due(&self, now: Duration) -> Duration {
        let since = now.saturating_sub(self.start).as_nanos();
        let Some(into) = since.checked_rem(self.period.as_nanos()) else { return now };
        let into = u64::try_from(into).map_or(Duration::ZERO, Duration::from_nanos);
        now.saturating_sub(into).saturating_add(self.period)
    }
}

/// The latest element that is due, and one that is not yet, with the time when it will be.
type Recent<T> = (Option<T>, Option<(T, Duration)>);

impl<T: Send + 'static, D: Due> Keep<T> for Settling<D> {
    type Item = T;
    type Kept = Recent<T>;

    fn start(&mut self, now: Duration) {
        self.0.start(now);
    }

    fn put(&mut self, kept: &mut Recent<T>, item: T, now: Duration) {
        drop(self.settle(kept, now));
        kept.1 = Some((item, self.0.due(now)));
    }

    fn settle(&self, (settled, pending): &mut Recent<T>, now: Duration) -> Option<T> {
        let (item, _) = pending.take_if(|(_, due)| *due <= now)?;
        settled.replace(item)
    }

    fn take(&mut self, kept: &mut Recent<T>, _now: Duration, ended: bool) -> Take<T> {
        let (settled, pending) = kept;
        match settled.take().or_else(|| Some(pending.take_if(|_| ended)?.0)) {
            Some(item) => Take::Item(item),
            None => pending.as_ref().map_or(Take::Nothing, |(_, due)| Take::At(*due)),
        }
    }

    fn is_empty(&self, (settled, pending): &Recent<T>) -> bool {
        settled.is_none() && pending.is_none()
    }
}
