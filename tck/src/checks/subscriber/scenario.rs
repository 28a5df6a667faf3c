//! What both views of a subscriber have in common.

use crate::run::{SubscriberRun, View};
use crate::world::Reaction;

pub(super) fn happy_path(run: &mut SubscriberRun<'_>, view: View) {
    let upstream = run.start(view);
    for _ in 0..2 {
        run.want(1);
        run.idle();
        run.send(&upstream, 1);
    }
    // A subscriber without a way out simply comes to its end.
    run.lose_interest();
    run.idle();
}

pub(super) fn demand(run: &mut SubscriberRun<'_>, view: View) {
    let upstream = run.start(view);
    run.want(1);
    run.idle();
    run.send(&upstream, 1);
}

/// Demand that is wanted in one go may be requested in parts, but it has to come.
pub(super) fn registered_demand(run: &mut SubscriberRun<'_>, view: View) {
    let upstream = run.start(view);
    for count in [2, 3] {
        run.want(count);
        run.idle();
        run.send(&upstream, count);
    }
}

/// Ends the stream with completion or an error, after `wanted` elements were wanted.
pub(super) fn end(run: &mut SubscriberRun<'_>, view: View, wanted: u64, fail: bool) {
    let upstream = run.start(view);
    if wanted > 0 {
        run.want(wanted);
        run.idle();
    }
    if fail {
        upstream.fail();
    } else {
        upstream.complete();
    }
    run.idle();
}

/// After the end nothing is asked of the subscription, not even when interest is lost later.
pub(super) fn dead_after_the_end(run: &mut SubscriberRun<'_>, view: View) {
    let upstream = run.start(view);
    run.want(2);
    run.idle();
    run.send(&upstream, 1);
    if run.world.seed() % 2 == 0 {
        upstream.complete();
    } else {
        upstream.fail();
    }
    run.idle();
    run.lose_interest(); // most have one; those that have not are judged by the end alone
    run.idle();
}

pub(super) fn second_subscription(run: &mut SubscriberRun<'_>, view: View) {
    let upstream = run.start(view);
    run.want(1);
    run.idle();
    upstream.greet_again();
    run.idle();
    run.send(&upstream, 1);
    run.want(1);
    run.idle();
    run.send(&upstream, 1);
    upstream.complete();
    run.idle();
}

pub(super) fn lost_interest(run: &mut SubscriberRun<'_>, view: View) {
    let upstream = run.start(view);
    run.want(2);
    run.idle();
    run.send(&upstream, 1);
    run.lose_interest();
    run.idle();
}

pub(super) fn serial_calls(run: &mut SubscriberRun<'_>, view: View) {
    let upstream = run.prepare(view, Reaction::Wait, 20);
    upstream.dawdle();
    upstream.greet();
    run.idle();
    run.want(4);
    run.idle();
    run.send(&upstream, 4);
}

/// The elements that were requested come although interest was lost.
pub(super) fn late_elements(run: &mut SubscriberRun<'_>, view: View) {
    let upstream = run.start(view);
    upstream.linger_after_cancel();
    run.want(3);
    run.idle();
    run.lose_interest();
    run.idle();
    for _ in 0..upstream.outstanding().min(3) {
        upstream.send();
    }
    run.idle();
}

pub(super) fn handled(run: &mut SubscriberRun<'_>, view: View) {
    let upstream = run.start(view);
    run.want(5);
    run.idle();
    run.send(&upstream, 5);
    upstream.complete();
    run.idle();
}

/// The code of the subscriber's user panics: the subscriber cancels and returns normally.
pub(super) fn failing_inside(run: &mut SubscriberRun<'_>, view: View) {
    let upstream = run.start(view);
    run.want(3);
    run.idle();
    run.send(&upstream, 1);
    run.world.trip();
    run.send(&upstream, 1);
    run.idle();
}

/// Everything that is requested comes before `request` returns.
pub(super) fn synchronous_elements(run: &mut SubscriberRun<'_>, view: View) {
    run.start_with(view, Reaction::Emit { fail: false }, 7);
    for count in [1, 2, 10] {
        run.want(count);
        run.idle();
    }
}

/// The end comes before `request` returns.
pub(super) fn synchronous_end(run: &mut SubscriberRun<'_>, view: View, fail: bool) {
    run.start_with(view, Reaction::End { fail }, 7);
    run.want(2);
    run.idle();
}

/// The publisher shuts down at the cancel; the hooks of the subscriber still work.
pub(super) fn shut_down(run: &mut SubscriberRun<'_>, view: View) {
    let upstream = run.start(view);
    run.want(3);
    run.idle();
    run.send(&upstream, 1);
    run.lose_interest();
    run.idle();
    run.want(2);
    run.idle();
}

/// The publisher drops the subscriber from inside `cancel`, before that returns.
pub(super) fn dropped_inside_cancel(run: &mut SubscriberRun<'_>, view: View) {
    run.start_with(view, Reaction::Emit { fail: false }, 1000);
    run.lose_interest();
    run.idle();
}
