use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::response::sse::Event;
use futures_core::Stream;
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::routes::Inspectors;

/// A snapshot now, and another each time that `every` has passed.
///
/// It is taken when the connection has room for it. What a slow browser missed is not made up for.
pub(super) struct Events {
    inspectors: Inspectors,
    ticks: Interval,
}

impl Events {
    /// Panics outside of a runtime, and if `every` is zero.
    pub(super) fn new(inspectors: Inspectors, every: Duration) -> Self {
        let mut ticks = interval(every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { inspectors, ticks }
    }
}

impl Stream for Events {
    type Item = Result<Event, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        ready!(self.ticks.poll_tick(context));
        Poll::Ready(Some(Event::default().json_data(self.inspectors.snapshot())))
    }
}
