//! Correct implementations: nothing may be said against any of them.

use reactive_streams_tck::{Given, Sharing, Subject, Suite};

use crate::reference::processor::{self, End, Hub};
use crate::reference::publisher::{self, Context, Reference};
use crate::reference::{burst, multicast, subscriber};

/// Adds the references, without a fault, in every way in which a fault uses them.
pub fn controls(suite: &mut Suite) {
    publishers(suite);
    subscribers(suite);
    processors(suite);
}

fn publishers(suite: &mut Suite) {
    let caller = |given: &Given| Reference::new(given, publisher::CORRECT, Context::Caller);
    let worker = |given: &Given| {
        let worker = given.scheduler().worker();
        Reference::new(given, publisher::CORRECT, Context::Worker(worker))
    };
    let thread = |given: &Given| Reference::new(given, publisher::CORRECT, Context::Thread);
    suite
        .publisher("synchronous_publisher", caller)
        .fails_at_once(move |given| caller(given).failing())
        .fails_midway(move |given| caller(given).failing())
        .many(Sharing::Own);
    suite
        .publisher("scheduled_publisher", worker)
        .scheduled()
        .fails_at_once(move |given| worker(given).failing())
        .fails_midway(move |given| worker(given).failing())
        .many(Sharing::Own);
    suite
        .publisher("foreign_publisher", thread)
        .foreign()
        .fails_at_once(move |given| thread(given).failing())
        .fails_midway(move |given| thread(given).failing())
        .many(Sharing::Own)
        .up_to(300); // a thread for each request
    let counted = |given: &Given| {
        Reference::new(given, publisher::CORRECT, Context::Counted(given.work_counter()))
    };
    suite
        .publisher("counted_publisher", counted)
        .foreign()
        .fails_at_once(move |given| counted(given).failing())
        .fails_midway(move |given| counted(given).failing())
        .many(Sharing::Own)
        .up_to(300);
    let hooks = publisher::Hooks {
        emit: |flow, parts| burst::emit(flow, parts, burst::CORRECT),
        ..publisher::CORRECT
    };
    let bursts = move |given: &Given| Reference::new(given, hooks, Context::Caller);
    suite
        .publisher("publisher_of_bursts", bursts)
        .fails_at_once(move |given| bursts(given).failing())
        .fails_midway(move |given| bursts(given).failing())
        .many(Sharing::Own);
    suite.publisher("failing_publisher", move |given| caller(given).failing()).always_fails();
    suite.publisher("short_publisher", caller).up_to(2);
    suite
        .publisher("multicast_publisher", |given| multicast(given, processor::CORRECT))
        .many(Sharing::Multicast);
}

fn subscribers(suite: &mut Suite) {
    suite.subscriber("subscriber", |given| subscriber::subject(given, subscriber::CORRECT));
    suite.subscriber("subscriber_that_asks_by_itself", |given| {
        Subject::new(subscriber::greedy(given))
    });
    // One of each burst, and nothing of others: what is left comes in other calls.
    let hooks = subscriber::Hooks {
        on_burst: |inlet, burst| {
            if inlet.attic.take().is_empty() {
                inlet.attic.keep("the next one stays");
                burst.next().into_iter().for_each(|element| inlet.handle(element));
            }
        },
        ..subscriber::CORRECT
    };
    suite.subscriber("subscriber_that_leaves_bursts", move |given| {
        subscriber::subject(given, hooks)
    });
    // One at a time, whatever is wanted.
    let hooks = subscriber::Hooks {
        want: |inlet, count| (0..count).for_each(|_| inlet.want(1)),
        ..subscriber::CORRECT
    };
    suite.subscriber("subscriber_that_asks_one_by_one", move |given| {
        subscriber::subject(given, hooks)
    });
}

fn processors(suite: &mut Suite) {
    suite.processor("processor", |_| processor::Reference(processor::CORRECT)).many().prefetch(0);
    let recovering = processor::Hooks {
        on_error: |hub: &std::sync::Arc<Hub>, _| hub.finish(End::Completed),
        ..processor::CORRECT
    };
    suite.processor("recovering_processor", move |_| processor::Reference(recovering)).recovers();
}
