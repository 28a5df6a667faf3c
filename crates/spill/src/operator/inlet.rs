use std::marker::PhantomData;
use std::sync::Arc;

use reactive_streams::{Demand, Subscriber, Subscription};

use super::stock::Stock;

/// What takes in the elements of an upstream.
pub(super) trait Intake<T, E>: Send + Sync + 'static {
    /// How its stock is kept.
    type Waiting;

    fn stock(&self) -> &Stock<Self::Waiting, T, E>;

    fn put(self: &Arc<Self>, element: T);
}

/// The subscriber of an upstream, for what takes its elements in.
pub(super) struct Inlet<T, E, I: Intake<T, E>> {
    /// Gone with the terminal signal.
    intake: Option<Arc<I>>,
    demand: Demand,
    _signal: PhantomData<fn(T, E)>,
}

impl<T, E, I: Intake<T, E>> Inlet<T, E, I> {
    /// One that requests so much at first.
    pub(super) fn new(intake: Arc<I>, demand: Demand) -> Self {
        Self { intake: Some(intake), demand, _signal: PhantomData }
    }

    fn end(&mut self, end: Result<(), E>) {
        if let Some(intake) = self.intake.take() {
            intake.stock().link.finish();
            intake.stock().end(end);
        }
    }
}

impl<T, E, I> Subscriber<T, E> for Inlet<T, E, I>
where
    T: Send + 'static,
    E: Send + 'static,
    I: Intake<T, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        if let Some(intake) = &self.intake {
            intake.stock().link.connect(subscription, self.demand);
        }
    }

    fn on_next(&mut self, element: T) {
        if let Some(intake) = &self.intake {
            intake.put(element);
        }
    }

    fn on_error(mut self, error: E) {
        self.end(Err(error));
    }

    fn on_complete(mut self) {
        self.end(Ok(()));
    }
}

impl<T, E, I: Intake<T, E>> Drop for Inlet<T, E, I> {
    fn drop(&mut self) {
        if let Some(intake) = self.intake.take()
            && intake.stock().link.finish()
        {
            intake.stock().link.abandon(); // the upstream broke §1.4: that is passed on
        }
    }
}
