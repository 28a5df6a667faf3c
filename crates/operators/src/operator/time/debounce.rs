use std::time::Duration;

use crate::engine::{Keep, Take};

/// What [`RateExt::debounce`](crate::ext::RateExt::debounce) keeps.
#[derive(Clone, Debug)]
pub struct Debounce {
    quiet: Duration,
}

impl Debounce {
    pub(crate) fn new(quiet: Duration) -> Self {
        Self { quiet }
    }
}

/// The latest element that nothing followed in time, and one that has yet to settle, with the time when it
/// will have.
type Recent<T> = (Option<T>, Option<(T, Duration)>);

impl<T: Send + 'static> Keep<T> for Debounce {
    type Item = T;
    type Kept = Recent<T>;

    fn put(&mut self, kept: &mut Recent<T>, item: T, now: Duration) {
        drop(self.settle(kept, now));
        kept.1 = Some((item, now.saturating_add(self.quiet)));
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
