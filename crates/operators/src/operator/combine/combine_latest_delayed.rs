use reactive_streams::{Publisher, Subscriber};

use super::Merge;
use crate::engine::{Either, Pass, Stage, Step};
use crate::operator::Map;

/// Publisher for [`CombineLatest::delay_errors`](super::CombineLatest::delay_errors).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct CombineLatestDelayed<P, Q> {
    left: P,
    right: Q,
}

impl<P, Q> CombineLatestDelayed<P, Q> {
    pub(super) fn new(left: P, right: Q) -> Self {
        Self { left, right }
    }
}

impl<P, Q> Publisher for CombineLatestDelayed<P, Q>
where
    P: Publisher<Item: Clone>,
    Q: Publisher<Item: Clone, Error = P::Error>,
{
    type Item = (P::Item, Q::Item);
    type Error = P::Error;

    fn subscribe<S: Subscriber<Self::Item, P::Error>>(self, subscriber: S) {
        let left = Pass::new(self.left, Map::new(Either::<P::Item, Q::Item>::Left));
        let right = Pass::new(self.right, Map::new(Either::<P::Item, Q::Item>::Right));
        let both = Merge::new(left, right).delay_errors();
        Pass::new(both, Latest { left: None, right: None }).subscribe(subscriber);
    }
}

/// The latest elements of both sides.
struct Latest<T, U> {
    left: Option<T>,
    right: Option<U>,
}

impl<T, U, E> Stage<Either<T, U>, E> for Latest<T, U>
where
    T: Clone + Send + 'static,
    U: Clone + Send + 'static,
{
    type Item = (T, U);
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: Either<T, U>) -> Step<(T, U), E> {
        match item {
            Either::Left(left) => self.left = Some(left),
            Either::Right(right) => self.right = Some(right),
        }
        match (&self.left, &self.right) {
            (Some(left), Some(right)) => Step::Next((left.clone(), right.clone())),
            _ => Step::Skip,
        }
    }
}
