use std::fmt;
use std::mem;
use std::sync::Arc;

use reactive_streams::{Demand, Processor, Publisher, Subscriber, Subscription};

use crate::engine::{Arbiter, Follower};
use crate::hooks::drop_error;
use crate::processor::{ChainSubscriber, Upstream, processor};
use crate::sync::{AtomicBool, Ordering};

/// Publisher for [`SequenceExt::switch_on_first`](crate::ext::SequenceExt::switch_on_first).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct SwitchOnFirst<P, F> {
    upstream: P,
    f: F,
}

impl<P: fmt::Debug, F> fmt::Debug for SwitchOnFirst<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SwitchOnFirst").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P, F> SwitchOnFirst<P, F> {
    pub(crate) fn new(upstream: P, f: F) -> Self {
        Self { upstream, f }
    }
}

impl<P, F, Q> Publisher for SwitchOnFirst<P, F>
where
    P: Publisher,
    F: FnOnce(P::Item, Upstream<P::Item, P::Error>) -> Q + Send + 'static,
    Q: Publisher<Error = P::Error>,
{
    type Item = Q::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Q::Item, P::Error>>(self, subscriber: S) {
        let state = State::Waiting { f: self.f, downstream: subscriber };
        self.upstream.subscribe(SwitchSubscriber { state, link: None });
    }
}

/// The subscription of the downstream, before there is what it subscribes to and afterwards.
struct Link {
    upstream: Arc<dyn Subscription>,
    switched: Arc<Arbiter>,
    /// Whether the first element has been requested.
    begun: AtomicBool,
}

impl Subscription for Link {
    fn request(&self, demand: Demand) {
        self.switched.request(demand);
        if !self.begun.swap(true, Ordering::AcqRel) {
            self.upstream.request(Demand::ONE);
        }
    }

    fn cancel(&self) {
        self.switched.cancel();
        self.upstream.cancel();
    }
}

struct SwitchSubscriber<T: 'static, E: 'static, S, F> {
    state: State<T, E, S, F>,
    link: Option<Arc<Link>>,
}

enum State<T: 'static, E: 'static, S, F> {
    Waiting { f: F, downstream: S },
    Switching,
    Switched(ChainSubscriber<T, E>),
}

impl<T, E, S, F, Q> Subscriber<T, E> for SwitchSubscriber<T, E, S, F>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<Q::Item, E>,
    F: FnOnce(T, Upstream<T, E>) -> Q + Send + 'static,
    Q: Publisher<Error = E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        let (State::Waiting { downstream, .. }, None) = (&mut self.state, &self.link) else {
            return subscription.cancel(); // §2.5
        };
        let switched = Arc::new(Arbiter::new(0));
        let begun = AtomicBool::new(false);
        let link = Arc::new(Link { upstream: subscription, switched, begun });
        self.link = Some(Arc::clone(&link));
        downstream.on_subscribe(link);
    }

    fn on_next(&mut self, item: T) {
        if !self.try_on_next(item) {
            // An upstream that does not ask has counted the element: request one in its place.
            if let Some(link) = &self.link {
                link.upstream.request(Demand::ONE);
            }
        }
    }

    fn try_on_next(&mut self, item: T) -> bool {
        if let State::Switched(rest) = &mut self.state {
            return rest.try_on_next(item);
        }
        let Some(link) = &self.link else { return true };
        if link.switched.is_done() {
            return true; // §2.8
        }
        let State::Waiting { f, downstream } = mem::replace(&mut self.state, State::Switching)
        else {
            return true;
        };
        let (mut rest, publisher) = processor(|rest| rest).split();
        rest.on_subscribe(Arc::clone(&link.upstream));
        self.state = State::Switched(rest);
        f(item, publisher).subscribe(Follower::new(downstream, Arc::clone(&link.switched)));
        true
    }

    fn on_error(self, error: E) {
        match self.state {
            State::Waiting { downstream, .. } => downstream.on_error(error),
            State::Switched(rest) => rest.on_error(error),
            State::Switching => drop_error(error),
        }
    }

    fn on_complete(self) {
        match self.state {
            State::Waiting { downstream, .. } => downstream.on_complete(),
            State::Switched(rest) => rest.on_complete(),
            State::Switching => {}
        }
    }
}
