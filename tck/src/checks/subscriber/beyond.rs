//! What the JVM's suite does not ask of a subscriber.

use crate::check::{Check, Need::LoseInterest};
use crate::run::View::Blackbox;
use crate::world::Reaction;

pub(in crate::checks) static BEYOND: &[Check] = &[
    Check::subscriber(
        "beyond_spec206_abandoned_subscriber_lets_go",
        &["2.6", "2.13"],
        &[],
        |run| {
            let upstream = run.start(Blackbox);
            run.want(2);
            run.idle();
            run.send(&upstream, 1);
            upstream.drop_subscriber();
            run.idle();
            run.want(1);
            run.idle();
        },
    ),
    Check::subscriber(
        "beyond_spec213_never_subscribed_subscriber_lets_go",
        &["2.13"],
        &[],
        |run| {
            let upstream = run.prepare(Blackbox, Reaction::Wait, 5);
            upstream.drop_subscriber();
            run.idle();
        },
    ),
    Check::subscriber(
        "beyond_spec208_completion_after_cancel",
        &["2.9", "2.8"],
        &[LoseInterest],
        |run| {
            let upstream = run.start(Blackbox);
            upstream.linger_after_cancel();
            run.want(1);
            run.idle();
            run.lose_interest();
            run.idle(); // its cancel may come from another thread
            upstream.complete();
            run.idle();
        },
    ),
    Check::subscriber(
        "beyond_spec208_error_after_cancel",
        &["2.10", "2.8"],
        &[LoseInterest],
        |run| {
            let upstream = run.start(Blackbox);
            upstream.linger_after_cancel();
            run.want(1);
            run.idle();
            run.lose_interest();
            run.idle(); // its cancel may come from another thread
            upstream.fail();
            run.idle();
        },
    ),
    Check::subscriber("beyond_spec209_completion_right_after_on_subscribe", &["2.9"], &[], |run| {
        run.start_with(Blackbox, Reaction::Emit { fail: false }, 0);
    }),
    Check::subscriber("beyond_spec210_error_right_after_on_subscribe", &["2.10"], &[], |run| {
        run.start_with(Blackbox, Reaction::Emit { fail: true }, 0);
    }),
    Check::subscriber(
        "beyond_spec310_a_thousand_synchronous_elements",
        &["3.10", "3.3"],
        &[],
        |run| {
            run.start_with(Blackbox, Reaction::Emit { fail: false }, 1000);
            run.want(2000);
            run.idle();
        },
    ),
    Check::subscriber("beyond_spec210_failure_in_mid_stream", &["2.10"], &[], |run| {
        run.start_with(Blackbox, Reaction::Emit { fail: true }, 5);
        for _ in 0..8 {
            run.want(1);
            run.idle();
        }
    }),
];

/// For subscribers alone: a processor has nothing to lose interest in before it is connected.
pub(in crate::checks) static HANDLES: &[Check] = &[Check::subscriber(
    "beyond_spec206_interest_lost_before_the_subscription_came",
    &["2.6"],
    &[LoseInterest],
    |run| {
        let upstream = run.prepare(Blackbox, Reaction::Wait, 5);
        run.lose_interest();
        upstream.greet();
        run.idle();
        if !run.world.happens(|| upstream.is_cancelled()) {
            run.found("2.6", "nobody wanted the subscription any more, and it was not cancelled");
        }
    },
)];
