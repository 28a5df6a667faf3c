use std::marker::PhantomData;
use std::sync::Arc;

use reactive_streams::{Burst, Demand, Subscriber, Subscription};

use super::link::{EndLink, LeadLink};
use super::{Stage, Step};
use crate::engine::End;
use crate::hooks::drop_error;

/// A stage between an upstream and a downstream.
pub(super) struct StageSubscriber<S, G> {
    stage: G,
    /// Gone when the stage has ended the stream.
    downstream: Option<S>,
    link: Link,
    /// How many skips have been requested with the first demand.
    lead: u64,
}

/// What a stage has to keep of its subscription.
enum Link {
    /// Nothing: all it does is pass elements on.
    None,
    Skips(Arc<dyn Subscription>),
    Ends(Arc<EndLink>),
}

impl Link {
    fn is_some(&self) -> bool {
        !matches!(self, Self::None)
    }

    /// Requests one in the place of an element that was skipped.
    fn replace(&self) {
        match self {
            Self::None => {}
            Self::Skips(upstream) => upstream.request(Demand::ONE),
            Self::Ends(link) => link.request(Demand::ONE),
        }
    }
}

impl<S, G> StageSubscriber<S, G> {
    pub(super) fn new(stage: G, downstream: S) -> Self {
        Self { stage, downstream: Some(downstream), link: Link::None, lead: 0 }
    }

    /// Hands on what the stage makes of an element; `false` if that used up no demand.
    fn deliver<T, E>(&mut self, item: T, deliver: impl FnOnce(&mut S, G::Item) -> bool) -> bool
    where
        G: Stage<T, E>,
        S: Subscriber<G::Item, E>,
    {
        let Some(downstream) = &mut self.downstream else { return true };
        match self.stage.step(item) {
            Step::Next(item) => deliver(downstream, item),
            Step::Skip => G::LEADS && take_one(&mut self.lead),
            Step::Last(item) => {
                let used = deliver(downstream, item);
                self.end(End::Complete);
                used
            }
            Step::Complete => {
                self.end(End::Complete);
                true
            }
            Step::Error(error) => {
                self.end(End::Error(error));
                true
            }
        }
    }

    /// Ends the stream on both sides, unless the downstream has cancelled meanwhile.
    fn end<T, E>(&mut self, end: End<E>)
    where
        S: Subscriber<T, E>,
    {
        let Some(downstream) = self.downstream.take() else { return };
        if let Link::Ends(link) = &self.link {
            if link.end() {
                end.signal(downstream);
            }
        }
    }
}

impl<T, E, S, G> Subscriber<T, E> for StageSubscriber<S, G>
where
    E: Send + 'static,
    G: Stage<T, E>,
    S: Subscriber<G::Item, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        let Some(downstream) = self.downstream.as_mut().filter(|_| !self.link.is_some()) else {
            return subscription.cancel(); // §2.5
        };
        let subscription: Arc<dyn Subscription> = if G::LEADS {
            self.lead = self.stage.lead();
            LeadLink::new(subscription, self.lead)
        } else {
            subscription
        };
        if G::COMPLETES || G::FAILS {
            let link = EndLink::new(subscription);
            self.link = Link::Ends(Arc::clone(&link));
            downstream.on_subscribe(link);
        } else {
            if G::SKIPS {
                self.link = Link::Skips(Arc::clone(&subscription));
            }
            downstream.on_subscribe(subscription);
        }
    }

    fn on_next(&mut self, item: T) {
        let deliver = |downstream: &mut S, item| {
            downstream.on_next(item);
            true
        };
        if !self.deliver(item, deliver) {
            // An upstream that does not ask has counted the element: request one in its place.
            self.link.replace();
        }
    }

    fn try_on_next(&mut self, item: T) -> bool {
        self.deliver(item, S::try_on_next)
    }

    fn on_burst<B: Burst<T>>(&mut self, burst: B) {
        let Some(downstream) = &mut self.downstream else { return };
        let mut end = None;
        let (stage, lead, items) = (&mut self.stage, &mut self.lead, PhantomData);
        downstream.on_burst(StageBurst { burst, stage, lead, end: &mut end, items });
        if let Some(end) = end {
            self.end(end);
        }
    }

    fn on_error(self, error: E) {
        match self.downstream {
            Some(downstream) => downstream.on_error(error),
            None => drop_error(error),
        }
    }

    fn on_complete(self) {
        if let Some(downstream) = self.downstream {
            downstream.on_complete();
        }
    }
}

/// Takes one away, if there is one.
fn take_one(count: &mut u64) -> bool {
    let one = *count > 0;
    *count -= u64::from(one);
    one
}

/// A burst of the upstream as one for the downstream.
struct StageBurst<'a, B, G, T, E> {
    burst: B,
    stage: &'a mut G,
    lead: &'a mut u64,
    /// How the stage has ended the stream.
    end: &'a mut Option<End<E>>,
    items: PhantomData<fn(T)>,
}

impl<T, E, B, G> Burst<G::Item> for StageBurst<'_, B, G, T, E>
where
    B: Burst<T>,
    G: Stage<T, E>,
{
    fn next(&mut self) -> Option<G::Item> {
        loop {
            if (G::COMPLETES || G::FAILS) && self.end.is_some() {
                return None;
            }
            match self.stage.step(self.burst.next()?) {
                Step::Next(item) => return Some(item),
                Step::Skip if G::LEADS && take_one(self.lead) => {}
                Step::Skip => self.burst.unused(),
                Step::Last(item) => {
                    *self.end = Some(End::Complete);
                    return Some(item);
                }
                Step::Complete => *self.end = Some(End::Complete),
                Step::Error(error) => *self.end = Some(End::Error(error)),
            }
        }
    }

    fn unused(&mut self) {
        self.burst.unused();
    }

    fn is_at_hand(&self) -> bool {
        self.burst.is_at_hand()
    }
}
