use std::time::Duration;

use crate::engine::{Keep, Take};

/// What [`RateExt::throttle_latest`](crate::ext::RateExt::throttle_latest) keeps.
#[derive(Clone, Debug)]
pub struct ThrottleLatest {
    period: Duration,
    /// No element is given before that time.
    closed_until: Duration,
}

impl ThrottleLatest {
    pub(crate) fn new(period: Duration) -> Self {
        Self { period, closed_until: Duration::ZERO }
    }
}

impl<T: Send + 'static> Keep<T> for ThrottleLatest {
    type Item = T;
    type Kept = Option<T>;

    fn put(&mut self, kept: &mut Option<T>, item: T, _now: Duration) {
        *kept = Some(item);
    }

    fn take(&mut self, kept: &mut Option<T>, now: Duration, ended: bool) -> Take<T> {
        if now < self.closed_until && kept.is_some() && !ended {
            return Take::At(self.closed_until);
        }
        let Some(item) = kept.take() else { return Take::Nothing };
        self.closed_until = now.saturating_add(self.period);
        Take::Item(item)
    }

    fn is_empty(&self, kept: &Option<T>) -> bool {
        kept.is_none()
    }
}
