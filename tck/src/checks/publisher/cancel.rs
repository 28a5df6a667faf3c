//! What cancelling does, from everywhere and at any time.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use crate::check::{
    Check,
    Need::{self, Elements},
};
use crate::log::{Call, Kind};
use crate::run::PublisherRun;
use crate::world::{Plan, Tap};

pub(in crate::checks) static CANCEL: &[Check] = &[
    Check::publisher(
        "untested_spec108_possibly_canceled_subscription_should_not_receive_on_error_or_on_complete_signals",
        &["1.8", "3.12"],
        &[Elements(1)],
        |run| {
            let tap = run.open(4);
            tap.request(1);
            run.idle();
            tap.cancel();
            run.idle();
            tap.request(10);
            run.idle();
        },
    ),
    Check::publisher(
        "untested_spec305_cancel_must_not_synchronously_perform_heavy_computation",
        &["3.5"],
        &[Elements(1)],
        cancel_while_an_element_is_handled,
    ),
    Check::publisher(
        "required_spec306_after_subscription_is_cancelled_request_must_be_nops",
        &["3.6"],
        &[],
        |run| {
            let tap = run.open(3);
            tap.cancel();
            run.idle();
            for _ in 0..3 {
                tap.request(1);
            }
            run.idle();
        },
    ),
    Check::publisher(
        "required_spec307_after_subscription_is_cancelled_additional_cancelations_must_be_nops",
        &["3.7"],
        &[],
        |run| {
            let tap = run.open(3);
            for _ in 0..3 {
                tap.cancel();
            }
            run.idle();
            tap.cancel();
            run.idle();
        },
    ),
    Check::publisher(
        "required_spec312_cancel_must_make_the_publisher_to_eventually_stop_signaling",
        &["3.12", "1.8"],
        &[Elements(1)],
        |run| {
            let plan = Plan::default().on_next(|tap, count| {
                if count == 2 {
                    tap.cancel();
                }
            });
            let tap = run.open_with(20, plan);
            tap.request(1);
            run.idle();
            tap.request(14);
            run.idle();
            tap.request(5);
            run.idle();
        },
    ),
    Check::publisher(
        "required_spec313_cancel_must_make_the_publisher_eventually_drop_all_references_to_the_subscriber",
        &["3.13"],
        &[],
        |run| {
            let tap = run.open(3);
            tap.request(1);
            run.idle();
            tap.cancel();
            run.idle();
        },
    ),
    Check::publisher("beyond_spec108_cancel_inside_on_subscribe", &["1.8", "3.13"], &[], |run| {
        let plan = Plan::default().on_subscribe(|tap| {
            tap.request(3);
            tap.cancel();
            tap.request(3);
        });
        let tap = run.open_with(3, plan);
        run.idle();
        tap.request(1);
        run.idle();
    }),
    Check::publisher(
        "beyond_spec108_cancel_inside_on_next",
        &["1.8", "3.13"],
        &[Elements(1)],
        |run| {
            let tap = run.open_with(100, Plan::default().on_next(|tap, _| tap.cancel()));
            tap.request(1);
            run.idle();
            tap.request(99);
            run.idle();
        },
    ),
    Check::publisher(
        "beyond_spec108_cancel_inside_the_last_element",
        &["1.8", "3.13"],
        &[Elements(1)],
        |run| {
            let length = run.length(2);
            let plan = Plan::default().on_next(move |tap, count| {
                if count == length {
                    tap.cancel();
                }
            });
            let tap = run.open_with(2, plan);
            tap.request(length + 1);
            run.idle();
        },
    ),
    Check::publisher(
        "beyond_spec108_unbounded_demand_then_cancel",
        &["1.8", "3.12"],
        &[Elements(1)],
        |run| {
            let last = run.length(5);
            let plan = Plan::default().on_next(move |tap, count| {
                if count == last {
                    tap.cancel();
                }
            });
            let tap = run.open_with(1_000_000, plan);
            tap.request(u64::MAX);
            run.idle();
        },
    ),
    Check::publisher("beyond_spec305_cancel_from_many_threads", &["3.5", "3.7"], &[], |run| {
        let tap = run.open(100);
        tap.request(3);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    tap.cancel();
                    tap.cancel();
                });
            }
        });
        run.idle();
    })
    .racing(),
    Check::publisher(
        "beyond_spec315_cancel_returns_normally_in_every_state",
        &["3.15", "3.7"],
        &[],
        |run| {
            let fresh = run.open(3);
            fresh.cancel();
            run.idle();
            let used = run.open(3);
            used.request(1);
            run.idle();
            used.cancel();
            let ended = run.open(1);
            ended.request(5);
            run.idle();
            ended.cancel();
            run.idle();
        },
    ),
    Check::publisher(
        "beyond_spec316_request_returns_normally_in_every_state",
        &["3.16", "3.6"],
        &[],
        |run| {
            const AMOUNTS: [u64; 5] = [1, 2, i64::MAX as u64, u64::MAX - 1, u64::MAX];
            let request_all = |tap: &Tap| AMOUNTS.iter().for_each(|amount| tap.request(*amount));
            let fresh = run.open(3);
            request_all(&fresh);
            run.idle();
            request_all(&fresh);
            let cancelled = run.open(3);
            cancelled.cancel();
            request_all(&cancelled);
            run.idle();
        },
    ),
    Check::publisher(
        "beyond_spec314_new_subscriber_after_the_last_cancel",
        &["3.14", "1.9"],
        &[Need::Many],
        after_the_last_cancel,
    ),
];

/// A gate at which a thread waits until another opens it.
#[derive(Default)]
struct Gate {
    state: Mutex<(bool, bool)>,
    changed: Condvar,
}

impl Gate {
    /// Says that somebody has arrived, and waits for the gate to open.
    fn pass(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.0 = true;
        self.changed.notify_all();
        while !state.1 {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn has_arrived(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    fn open(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
        self.changed.notify_all();
    }
}

/// Parks the emission inside `on_next`: `cancel` from another thread has to come back all the same.
fn cancel_while_an_element_is_handled(run: &mut PublisherRun<'_>) {
    let gate = Arc::new(Gate::default());
    let parked = Arc::clone(&gate);
    let scenario = thread::current().id();
    let plan = Plan::default().on_next(move |_, count| {
        // An element that comes unasked, on this very thread, is not what we wait for.
        if count == 1 && thread::current().id() != scenario {
            parked.pass();
        }
    });
    let tap = run.open_with(10, plan);
    let world = run.world.clone();
    let emitting = {
        let (tap, world) = (tap.clone(), world.clone());
        thread::spawn(move || {
            tap.request(10);
            world.turn();
        })
    };
    let arrived = world.wait_still(|| gate.has_arrived() || emitting.is_finished());
    let cancelling = {
        let tap = tap.clone();
        thread::spawn(move || tap.cancel())
    };
    let returned = world.wait_still(|| cancelling.is_finished());
    if arrived && !returned {
        world.record(tap.link(), Kind::Stuck(Call::Cancel));
    }
    gate.open();
    // Their panics are in the log.
    drop(emitting.join());
    drop(cancelling.join());
    run.idle();
}

/// Who subscribes after the last cancel is greeted, and then gets elements or an end: not silence.
fn after_the_last_cancel(run: &mut PublisherRun<'_>) {
    let taps = run.open_many(5, vec![Plan::default()]);
    let Some(first) = taps.first() else { return };
    first.request(1);
    run.idle();
    let works = first.delivered() > 0;
    first.cancel();
    run.idle();
    let late = run.join(None, Plan::default());
    late.request(10);
    run.idle();
    let is_answered = || late.delivered() > 0 || late.is_ended() || late.is_dropped();
    if works && late.is_greeted() && run.length(5) > 1 && !run.happens(is_answered) {
        run.found("3.14", &late, "a late subscriber got neither an element nor an end");
    }
}
