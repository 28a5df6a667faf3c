use std::marker::PhantomData;

use reactive_streams::{Driver, Publisher, Subscriber};

use super::{Cardinality, Solo};
use crate::engine::{Pass, Stage, StageDriver};

/// The element of a [`Mono`](super::Mono) after it has gone through a [`Stage`].
#[must_use = "publishers do nothing unless subscribed"]
pub struct Through<S, G, C> {
    upstream: S,
    stage: G,
    cardinality: PhantomData<fn() -> C>,
}

opaque!(Through<S, G, C>);

impl<S, G, C> Through<S, G, C> {
    pub(crate) fn new(upstream: S, stage: G) -> Self {
        Self { upstream, stage, cardinality: PhantomData }
    }
}

// By hand, because the derived one would ask for `C: Clone`.
impl<S: Clone, G: Clone, C> Clone for Through<S, G, C> {
    fn clone(&self) -> Self {
        Self::new(self.upstream.clone(), self.stage.clone())
    }
}

impl<S, G, C> Publisher for Through<S, G, C>
where
    S: Solo,
    G: Stage<S::Item, S::Error>,
    C: Cardinality,
{
    type Item = G::Item;
    type Error = S::Error;
    const IS_ITERATOR: bool = S::IS_ITERATOR && !G::FAILS;

    fn subscribe<D: Subscriber<G::Item, S::Error>>(self, subscriber: D) {
        Pass::new(self.upstream, self.stage).subscribe(subscriber);
    }

    fn drive<D: Driver<G::Item, S::Error>>(self, driver: D) -> D::Output {
        self.upstream.drive(StageDriver::new(driver, self.stage))
    }
}

impl<S, G, C> Solo for Through<S, G, C>
where
    S: Solo,
    G: Stage<S::Item, S::Error>,
    C: Cardinality,
{
    type Cardinality = C;

    fn drive_now<D: Driver<G::Item, S::Error>>(self, driver: D) -> D::Output {
        self.upstream.drive_now(StageDriver::new(driver, self.stage))
    }
}
