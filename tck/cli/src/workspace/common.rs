//! What the families have in common.

use std::num::NonZeroUsize;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{ImmediateScheduler, Scheduler};
use reactive_streams_operators::{BoxPublisher, Chain, Upstream, error, from_iter, processor};
use reactive_streams_tck::{Element, Given, ProcessorSpec, Suite, TestError};

use super::schedulers::{THREADED, counted, simulated};

/// What the suite puts in front of an operator.
pub(super) type Head = Upstream<Element, TestError>;

/// A prefetch that is small, so that it is used up and replenished all the time.
pub(super) const PREFETCH: usize = 8;

/// A capacity that is written in the program.
pub(super) fn capacity(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).expect("no capacity in this crate is zero")
}

/// Adds an operator that works on its caller's thread, and passes every element on.
pub(super) fn synchronous<'a, C, P>(
    suite: &'a mut Suite,
    name: &str,
    chain: C,
) -> ProcessorSpec<'a, impl Fn(&Given) -> Chain<Element, TestError, P> + Send + Sync + use<C, P>>
where
    C: Fn(Head) -> P + Send + Sync + 'static,
    P: Publisher<Item: std::fmt::Debug, Error: std::fmt::Debug>,
{
    suite.processor(name, move |_| processor(&chain))
}

/// Adds an operator that works on a scheduler, and passes every element on: on the suite's own, where
/// the seed decides what happens next.
pub(super) fn scheduled<'a, C, P>(
    suite: &'a mut Suite,
    name: &str,
    chain: C,
) -> ProcessorSpec<'a, impl Fn(&Given) -> Chain<Element, TestError, P> + Send + Sync + use<C, P>>
where
    C: Fn(Head, &dyn Scheduler) -> P + Send + Sync + 'static,
    P: Publisher<Item: std::fmt::Debug, Error: std::fmt::Debug>,
{
    let make = move |given: &Given| processor(|head: Head| chain(head, &simulated(given)));
    suite.processor(name, make).scheduled()
}

/// Adds an operator that works on a scheduler with threads, and passes every element on.
pub(super) fn threaded<'a, C, P>(
    suite: &'a mut Suite,
    name: &str,
    scheduler: fn() -> &'static dyn Scheduler,
    chain: C,
) -> ProcessorSpec<'a, impl Fn(&Given) -> Chain<Element, TestError, P> + Send + Sync + use<C, P>>
where
    C: Fn(Head, &dyn Scheduler) -> P + Send + Sync + 'static,
    P: Publisher<Item: std::fmt::Debug, Error: std::fmt::Debug>,
{
    let make =
        move |given: &Given| processor(|head: Head| chain(head, &counted(given, scheduler())));
    suite.processor(name, make).foreign()
}

/// Adds an operator once for each scheduler that there is, with the prefetch that it says it has.
pub(super) fn on_each_scheduler<C, P>(suite: &mut Suite, name: &str, prefetch: usize, chain: C)
where
    C: Fn(Head, &dyn Scheduler) -> P + Clone + Send + Sync + 'static,
    P: Publisher<Item: std::fmt::Debug, Error: std::fmt::Debug>,
{
    let prefetch = prefetch as u64;
    scheduled(suite, &format!("{name} (simulated)"), chain.clone()).prefetch(prefetch);
    let at_once = chain.clone();
    synchronous(suite, &format!("{name} (immediate)"), move |head| {
        at_once(head, &ImmediateScheduler::new())
    })
    .prefetch(prefetch);
    for (on, scheduler) in THREADED {
        threaded(suite, &format!("{name} ({on})"), scheduler, chain.clone()).prefetch(prefetch);
    }
}

/// The elements, and then the failure: for operators that are checked as publishers.
pub(super) fn failing_after(given: &Given) -> BoxPublisher<Element, TestError> {
    let (mut elements, failure) = (Some(given.elements()), given.error());
    from_iter([true, false])
        .fallible()
        .concat_map(move |first| match elements.take() {
            Some(elements) if first => from_iter(elements).fallible().boxed(),
            _ => error(failure.clone()).boxed(),
        })
        .boxed()
}
