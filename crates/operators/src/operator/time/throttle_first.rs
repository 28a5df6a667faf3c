use std::time::Duration;

use crate::engine::{Keep, Take};

/// What [`RateExt::throttle_first`](crate::ext::RateExt::throttle_first) keeps.
#[derive(Clone, Debug)]
pub struct ThrottleFirst {
    period: Duration,
    /// No element is taken before that time.
    closed_until: Duration,
}

impl ThrottleFirst {
    pub(crate) fn new(period: Duration) -> Self {
        Self { period, closed_until: Duration::ZERO }
    }
}

impl<T: Send + 'static> Keep<T> for ThrottleFirst {
    type Item = T;
    type Kept = Option<T>;

    fn put(&mut self, kept: &mut Option<T>, item: T, now: Duration) {
        if self.closed_until <= now {
            self.closed_until = now.saturating_add(self.period);
            *kept = Some(item);
        }
    }

    fn take(&mut self, kept: &mut Option<T>, _now: Duration, _ended: bool) -> Take<T> {
        kept.take().map_or(Take::Nothing, Take::Item)
    }

    fn is_empty(&self, kept: &Option<T>) -> bool {
        kept.is_none()
    }
}
