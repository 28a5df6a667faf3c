use std::marker::PhantomData;
use std::sync::Arc;

use reactive_streams::{Burst, Demand, Driver, Publisher, Subscriber, Subscription};

use super::Link;
use super::turn::Turn;

/// The subscriber of the outer stream.
///
/// An element whose publisher completes at once counts as one that was dropped: the upstream may send
/// another in its place, and no request has to travel.
pub(super) struct Outer<T, S, E, F>
where
    S: Subscriber<T, E>,
{
    link: Arc<Link<S, E>>,
    f: F,
    completed: bool,
    items: PhantomData<fn(T)>,
}

impl<T, S: Subscriber<T, E>, E, F> Outer<T, S, E, F> {
    pub(super) fn new(link: Arc<Link<S, E>>, f: F) -> Self {
        Self { link, f, completed: false, items: PhantomData }
    }
}

impl<T, U, E, S, F, Q> Subscriber<T, E> for Outer<U, S, E, F>
where
    U: Send + 'static,
    S: Subscriber<U, E>,
    E: Send + 'static,
    F: FnMut(T) -> Q + Send + 'static,
    Q: Publisher<Item = U, Error = E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.link.outer.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        if !self.try_on_next(item) {
            self.link.outer.request(Demand::ONE);
        }
    }

    fn try_on_next(&mut self, item: T) -> bool {
        let mut turn = Turn::new(&self.link);
        if !turn.enter() {
            return true; // §2.8
        }
        let completed = (self.f)(item).drive(&mut turn);
        turn.leave();
        !completed
    }

    fn on_burst<B: Burst<T>>(&mut self, mut burst: B) {
        let mut turn = Turn::new(&self.link);
        while turn.enter() {
            // Where there was a value, the next ones are expected to be values, too.
            let rest = if Q::IS_ITERATOR && Q::IS_PROMPT && turn.was_value() {
                turn.values(&mut burst, &mut self.f)
            } else {
                None
            };
            let completed = if let Some(rest) = rest {
                Driver::<U, E>::pull(&mut turn, rest)
            } else if let Some(item) = burst.next() {
                (self.f)(item).drive(&mut turn)
            } else {
                break;
            };
            if completed {
                burst.unused();
            }
        }
        turn.leave();
    }

    fn on_error(mut self, error: E) {
        self.link.outer.finish();
        if self.link.fail(error) {
            self.completed = true;
            self.link.complete();
        }
    }

    fn on_complete(mut self) {
        self.completed = true;
        self.link.outer.finish();
        self.link.complete();
    }
}

impl<T, S, E, F> Drop for Outer<T, S, E, F>
where
    S: Subscriber<T, E>,
{
    fn drop(&mut self) {
        if !self.completed {
            self.link.break_off();
        }
    }
}
