//! What is sent, with outcomes that are told in every way there is.

use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use reactive_streams::Publisher;
use reactive_streams_operators::delivery::{Destination, Outcome, Sent, Unsent};
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{Scheduler, Worker};
use reactive_streams_tck::{Element, Given, Suite, TestError};

use super::common::{PREFETCH, capacity, failing_after};
use super::schedulers::{THREADED, counted, simulated, thread};

/// As publishers: an error of the upstream comes after the results, and not at once (§4.2).
pub(super) fn add_to(suite: &mut Suite) {
    suite
        .publisher("send_to (told at once)", |given| sent(failing_never(given), AtOnce))
        .fails_midway(|given| sent(failing_after(given), AtOnce))
        .fails_at_once(|given| sent(failing_after(given), AtOnce));
    for reverse in [false, true] {
        let order = if reverse { "in reverse" } else { "later" };
        let later = move |given: &Given| Later::new(&simulated(given), reverse);
        suite
            .publisher(&format!("send_to (told {order}, simulated)"), move |given| {
                sent(failing_never(given), later(given))
            })
            .scheduled()
            .fails_midway(move |given| sent(failing_after(given), later(given)))
            .fails_at_once(move |given| sent(failing_after(given), later(given)));
        for (on, scheduler) in THREADED {
            let later = move |given: &Given| Later::new(&counted(given, scheduler()), reverse);
            suite
                .publisher(&format!("send_to (told {order}, {on})"), move |given| {
                    sent(failing_never(given), later(given))
                })
                .foreign()
                .fails_midway(move |given| sent(failing_after(given), later(given)));
        }
    }
    suite
        .publisher("send_to (results on a thread)", |given| {
            let results = failing_never(given).send_to(AtOnce, |_| ());
            elements(results.results_on(&counted(given, thread())))
        })
        .foreign();
}

fn failing_never(given: &Given) -> impl Publisher<Item = Element, Error = TestError> + use<> {
    from_iter(given.elements()).fallible().hide()
}

fn sent<P, D>(upstream: P, destination: D) -> impl Publisher<Item = Element, Error = TestError>
where
    P: Publisher<Item = Element, Error = TestError>,
    D: Destination<Record = (), Receipt = (), Error = Infallible>,
{
    elements(upstream.send_to(destination, |_| ()))
}

type Outgoing = Result<Sent<Element, ()>, Unsent<Element, Infallible>>;

fn elements(
    results: impl Publisher<Item = Outgoing, Error = TestError>,
) -> impl Publisher<Item = Element, Error = TestError> {
    results.map(|result| match result {
        Ok(sent) => sent.element,
        Err(Unsent { error, .. }) => match error {},
    })
}

/// Tells at once.
struct AtOnce;

impl Destination for AtOnce {
    type Record = ();
    type Receipt = ();
    type Error = Infallible;

    fn window(&self) -> NonZeroUsize {
        capacity(PREFETCH)
    }

    fn send(&self, (): (), outcome: Outcome<(), Infallible>) {
        outcome.sent(());
    }
}

/// Tells on a worker, the first first or the last first.
struct Later {
    worker: Box<dyn Worker>,
    untold: Arc<Mutex<Vec<Outcome<(), Infallible>>>>,
    reverse: bool,
}

impl Later {
    fn new(scheduler: &dyn Scheduler, reverse: bool) -> Self {
        Self { worker: scheduler.worker(), untold: Arc::default(), reverse }
    }
}

impl Destination for Later {
    type Record = ();
    type Receipt = ();
    type Error = Infallible;

    fn window(&self) -> NonZeroUsize {
        capacity(PREFETCH)
    }

    fn send(&self, (): (), outcome: Outcome<(), Infallible>) {
        let (untold, reverse) = (Arc::clone(&self.untold), self.reverse);
        untold.lock().unwrap_or_else(PoisonError::into_inner).push(outcome);
        self.worker.schedule(Box::new(move || {
            let mut waiting = untold.lock().unwrap_or_else(PoisonError::into_inner);
            let next = if reverse { waiting.pop() } else { Some(waiting.remove(0)) };
            drop(waiting);
            next.into_iter().for_each(|outcome| outcome.sent(()));
        }));
    }
}
