//! What tests need of threads.

use std::panic::resume_unwind;
use std::sync::Barrier;
use std::thread;

/// Runs both closures at the same time, each on a thread of its own, and gives what they return.
///
/// Both threads are released together, so what they do overlaps in some runs. One run proves little:
/// call it in a loop, and where a model is possible (loom, shuttle) prefer that, which tries every
/// interleaving.
///
/// # Panics
///
/// When one of them panics, with its panic.
///
/// ```
/// use reactive_streams::Publisher;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_test::{TestPublisher, TestSubscriber, Violation, race};
///
/// for _ in 0..100 {
///     // An element may lose the race against cancel, and arrive late.
///     let source = TestPublisher::<u32, ()>::noncompliant([Violation::SignalAfterCancel]);
///     let subscriber = TestSubscriber::new();
///     source.publisher().map(|n| n + 1).subscribe(subscriber.subscriber());
///     race(|| source.next(1), || subscriber.cancel());
///     source.assert_cancelled();
/// }
/// ```
#[doc(alias = "RaceTestUtils")]
pub fn race<A, B>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B)
where
    A: Send,
    B: Send,
{
    let start = Barrier::new(2);
    let (a, b) = thread::scope(|scope| {
        let a = scope.spawn(|| {
            start.wait();
            a()
        });
        let b = scope.spawn(|| {
            start.wait();
            b()
        });
        (a.join(), b.join())
    });
    let result = a.and_then(|a| b.map(|b| (a, b)));
    result.unwrap_or_else(|payload| resume_unwind(payload))
}

/// Runs `f` on a thread whose stack a recursion for each element would soon overflow (§3.3).
///
/// The stack has 64 KiB; overflowing it ends the process.
///
/// # Panics
///
/// When `f` does, with its panic, or when there can be no thread.
///
/// ```
/// use reactive_streams::Publisher;
/// use reactive_streams_operators::{prelude::*, range};
/// use reactive_streams_test::{TestSubscriber, on_small_stack};
/// use reactive_streams::Demand;
///
/// on_small_stack(|| {
///     let subscriber = TestSubscriber::with_initial_demand(1)
///         .on_next(|_: &u32, subscription| subscription.request(Demand::ONE));
///     range(0..10_000).map(|n| n + 1).subscribe(subscriber.subscriber());
///     subscriber.assert_value_count(10_000).assert_complete();
/// });
/// ```
pub fn on_small_stack<R: Send>(f: impl FnOnce() -> R + Send) -> R {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(64 * 1024).spawn_scoped(scope, f);
        let thread = thread.expect("the system has no thread left");
        thread.join().unwrap_or_else(|payload| resume_unwind(payload))
    })
}
