use std::fmt;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{After, End, Successor, resume};
use crate::operator::{MapErr, absurd};
use crate::source::empty;

/// Publisher for [`SequenceExt::repeat`](crate::ext::SequenceExt::repeat),
/// [`repeat_while`](crate::ext::SequenceExt::repeat_while) and
/// [`cycle`](crate::ext::SequenceExt::cycle).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Repeated<P, R> {
    upstream: P,
    repetition: R,
}

impl<P: fmt::Debug, R> fmt::Debug for Repeated<P, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Repeated").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P, R> Repeated<P, R> {
    pub(crate) fn new(upstream: P, repetition: R) -> Self {
        Self { upstream, repetition }
    }
}

/// Says whether to subscribe again.
pub trait Repetition: Send + 'static {
    /// Whether to subscribe at all.
    fn begins(&self) -> bool {
        true
    }

    /// Whether to subscribe after a run that gave so many elements.
    fn again(&mut self, received: u64) -> bool;
}

/// So many runs in all.
#[derive(Clone, Copy, Debug)]
pub struct Runs(pub(crate) usize);

impl Repetition for Runs {
    fn begins(&self) -> bool {
        self.0 > 0
    }

    fn again(&mut self, _received: u64) -> bool {
        self.0 -= 1;
        self.0 > 0
    }
}

/// As long as a run gives something.
#[derive(Clone, Copy, Debug)]
pub struct Endless;

impl Repetition for Endless {
    fn again(&mut self, received: u64) -> bool {
        received > 0
    }
}

/// As long as the closure says so.
#[derive(Clone)]
pub struct While<F>(pub(crate) F);

opaque!(While<F>);

impl<F: FnMut() -> bool + Send + 'static> Repetition for While<F> {
    fn again(&mut self, _received: u64) -> bool {
        (self.0)()
    }
}

impl<P, R> Publisher for Repeated<P, R>
where
    P: Publisher + Clone,
    R: Repetition,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        if self.repetition.begins() {
            resume(self.upstream.clone(), self, subscriber);
        } else {
            MapErr::new(empty(), absurd).subscribe(subscriber);
        }
    }
}

impl<P, R> Successor for Repeated<P, R>
where
    P: Publisher + Clone,
    R: Repetition,
{
    type Source = P;
    type Error = P::Error;

    fn after(&mut self, end: Result<(), P::Error>, received: u64) -> After<P, P::Error> {
        match end {
            Ok(()) if self.repetition.again(received) => After::Source(self.upstream.clone()),
            Ok(()) => After::End(End::Complete),
            Err(error) => After::End(End::Error(error)),
        }
    }
}
