//! Scenarios that need both ends of a processor.

use crate::check::{Check, Need};
use crate::world::Tap;

pub(super) static CHECKS: &[Check] = &[
    Check::processor(
        "required_spec104_must_call_on_error_on_all_its_subscribers_if_it_encounters_a_non_recoverable_error",
        &["1.4", "4.2"],
        &[Need::Many],
        |run| {
            let upstream = run.open(2);
            for tap in run.taps() {
                tap.request(1);
            }
            run.idle();
            run.send(&upstream, 1);
            upstream.fail();
            run.idle();
            for tap in run.taps() {
                run.must_have_ended(&tap, "4.2");
            }
        },
    ),
    Check::processor(
        "must_immediately_pass_on_on_error_events_received_from_its_upstream_to_its_downstream",
        &["4.2"],
        &[],
        |run| {
            let upstream = run.open(1);
            upstream.fail(); // and nothing has been requested
            run.idle();
            for tap in run.taps() {
                run.must_have_ended(&tap, "4.2");
            }
        },
    ),
    Check::processor(
        "required_must_request_from_upstream_for_elements_that_have_been_requested_long_ago",
        &["2.1", "3.8"],
        &[Need::Many],
        |run| {
            let upstream = run.open(2);
            let taps = run.taps();
            // The one has asked for twenty, the other asks one by one.
            taps[0].request(20);
            for round in 1..=3 {
                taps[1].request(1);
                run.idle();
                run.send(&upstream, 1);
                for tap in &taps {
                    run.must_have(tap, round, "2.1");
                }
            }
            upstream.complete();
            run.idle();
            for tap in &taps {
                run.must_have_ended(tap, "1.5");
            }
        },
    ),
    Check::processor("beyond_spec402_failure_in_mid_stream_is_passed_on", &["4.2"], &[], |run| {
        let upstream = run.open(1);
        run.taps()[0].request(5);
        run.idle();
        run.send(&upstream, 2);
        let tap: Tap = run.taps()[0].clone();
        run.must_have(&tap, 2, "4.1"); // before the error, which may overtake what is buffered
        upstream.fail();
        run.idle();
        run.must_have_ended(&tap, "4.2");
    }),
    Check::processor(
        "beyond_spec206_downstream_cancel_reaches_the_upstream",
        &["2.6", "4.1"],
        &[],
        |run| {
            let upstream = run.open(1);
            run.taps()[0].request(5);
            run.idle();
            run.send(&upstream, 1);
            run.taps()[0].cancel();
            run.idle();
            if !run.happens(|| upstream.is_cancelled()) {
                run.found("2.6", "the downstream cancelled, and the upstream was not");
            }
        },
    ),
    Check::processor("beyond_spec401_prefetch_is_bounded", &["4.1", "2.1"], &[], |run| {
        let upstream = run.open(1);
        // As much as it asks for, and nobody behind it asks for anything.
        for _ in 0..2000 {
            if upstream.outstanding() == 0 {
                break;
            }
            upstream.send();
            run.idle();
        }
        if upstream.outstanding() > 0 {
            let text = format!("{} requested upstream with no demand", upstream.requested());
            run.found("4.1", text);
        }
    }),
    Check::processor("beyond_spec401_downstream_connected_first", &["4.1", "1.9"], &[], |run| {
        let upstream = run.open_downstream_first();
        let tap = run.taps()[0].clone();
        let heard = if tap.is_greeted() { 2 } else { 0 }; // on_subscribe may wait for the upstream
        tap.request(2);
        run.idle();
        upstream.greet();
        run.idle();
        tap.request(2);
        run.idle();
        run.send(&upstream, 2 + heard);
        run.must_have(&tap, 2 + heard, "3.8");
        upstream.complete();
        run.idle();
        run.must_have_ended(&tap, "1.5");
    }),
];
