//! What a subscriber must not do.

use super::Judge;
use crate::log::{Call, Event, Handled, Kind, Link, Outcome};

pub(super) fn hear(judge: &mut Judge, at: usize, event: &Event) {
    if !judge.flow(event.link).declared.judged.subscriber() {
        return;
    }
    match &event.kind {
        Kind::Call(call) if call.is_to_subscription() => {
            after_terminal(judge, at, event, call);
            overlapping(judge, at, event, call);
            second_subscription(judge, at, event, call);
            if *call == Call::Request(0) {
                judge.breach("3.9", event.link, at, "a request of nothing");
            }
        }
        Kind::Return(call, Outcome::Panicked(message)) => {
            failed(judge, at, event, call, &format!("{call} panicked: {message}"));
        }
        // A panic of ours behind a processor unwinds through it; that of its own user must not.
        Kind::Return(call, Outcome::Hostile)
            if call.is_signal() && judge.flow(event.link).tripped =>
        {
            failed(judge, at, event, call, &format!("a panic of its user came out of {call}"));
        }
        Kind::Handled(Handled::Element(label)) => {
            let flow = judge.flow(event.link);
            if flow.declared.instrumented && flow.handled >= flow.offered {
                let text = format!("{label} is one more than arrived");
                judge.breach("2.11", event.link, at, text);
            }
        }
        Kind::Unused => {
            let text = "it gave back demand that no element had used up";
            judge.breach("2.1", event.link, at, text);
        }
        Kind::Stuck(call) => failed(judge, at, event, call, &format!("{call} did not return")),
        _ => {}
    }
}

/// §2.3 while the terminal signal is being handled, §2.4 from then on.
fn after_terminal(judge: &mut Judge, at: usize, event: &Event, call: &Call) {
    let flow = judge.flow(event.link);
    let Some(terminal) = &flow.terminal else { return };
    let text = format!("{call} after {terminal}");
    let rule = if flow.ended_long_ago { "2.4" } else { "2.3" };
    let inside = judge.inside(event.thread);
    let handling = inside.iter().any(|o| o.link == event.link && o.call.is_terminal());
    // A call that we caused before the terminal signal began is a race of ours; and on threads that
    // are not ours, a call may have been on its way.
    let ours = inside.iter().any(|o| o.call.is_stimulus() || o.call.is_to_subscription());
    let excused = ours || flow.declared.contended;
    if handling || !excused || (flow.ended_long_ago && !flow.declared.contended) {
        judge.breach(rule, event.link, at, text);
    }
}

/// §2.7, unless we made both calls happen.
fn overlapping(judge: &mut Judge, at: usize, event: &Event, call: &Call) {
    if judge.flow(event.link).declared.contended || is_caused(judge, event.thread, usize::MAX) {
        return;
    }
    let mut found = None;
    for (&thread, open) in judge.open.iter().filter(|(thread, _)| **thread != event.thread) {
        let other = open.iter().position(|o| o.link == event.link && o.call.is_to_subscription());
        if let Some(other) = other {
            if !is_caused(judge, thread, other) {
                found = Some(format!("{call} while {} ran on t{thread}", open[other].call));
            }
        }
    }
    if let Some(text) = found {
        judge.breach("2.7", event.link, at, text);
    }
}

/// Whether a call of a hook of ours is among the first `below` open calls of a thread.
fn is_caused(judge: &Judge, thread: u32, below: usize) -> bool {
    judge.inside(thread).iter().take(below).any(|open| open.call.is_stimulus())
}

/// §2.5: nothing may be asked of the newcomer, and the first subscription stays.
fn second_subscription(judge: &mut Judge, at: usize, event: &Event, call: &Call) {
    let flow = judge.flow(event.link);
    if flow.declared.newcomer_to.is_some() && *call != Call::Cancel {
        let text = format!("{call} on a second subscription");
        judge.breach("2.5", event.link, at, text);
    }
    let challenged = is_challenged(judge, event.link);
    let flow = judge.flow(event.link);
    let wanted = flow.is_live() && !flow.lost_interest && !flow.tripped;
    if *call == Call::Cancel && challenged && wanted {
        let text = "the first subscription was cancelled when a second one arrived";
        judge.breach("2.5", event.link, at, text);
    }
}

fn is_challenged(judge: &Judge, first: Link) -> bool {
    judge.flows.values().any(|flow| flow.declared.newcomer_to == Some(first) && flow.greeted)
}

/// A signal that did not come back normally breaks §2.13, and often a rule that is more exact.
fn failed(judge: &mut Judge, at: usize, event: &Event, call: &Call, text: &str) {
    let link = event.link;
    let flow = judge.flow(link);
    let inside = judge.inside(event.thread);
    let from_request = inside.iter().any(|o| o.link == link && matches!(o.call, Call::Request(_)));
    let from_cancel = inside.iter().any(|o| o.link == link && o.call == Call::Cancel);
    let mut rules = Vec::new();
    match call {
        Call::OnNext(_) | Call::OnBurst if flow.cancelled.is_some() => rules.push("2.8"),
        Call::OnNext(_) | Call::OnBurst if from_request => rules.push("3.10"),
        Call::OnComplete => rules.push("2.9"),
        Call::OnError(_) => rules.push("2.10"),
        Call::LoseInterest if from_cancel => rules.push("3.15"),
        Call::Drop if flow.cancelled.is_some() => rules.push("3.14"),
        _ => {}
    }
    if call.is_terminal() && from_request {
        rules.push("3.11");
    }
    if call.is_signal() || call.is_stimulus() || *call == Call::Drop {
        rules.push("2.13");
    }
    for rule in rules {
        judge.breach(rule, link, at, text);
    }
}
