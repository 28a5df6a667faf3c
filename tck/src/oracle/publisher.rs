//! What a publisher and its subscription must not do.

use super::Judge;
use super::flow::number;
use crate::log::{Call, Ending, Event, Kind, Outcome, Thing};

pub(super) fn hear(judge: &mut Judge, at: usize, event: &Event) {
    if !judge.flow(event.link).declared.judged.publisher() {
        return;
    }
    match &event.kind {
        Kind::Call(call) if call.is_signal() => signal(judge, at, event, call),
        Kind::Return(call, Outcome::Panicked(message)) => {
            let rule = match call {
                Call::Subscribe => "1.9",
                Call::Request(_) => "3.16",
                Call::Cancel => "3.15",
                _ => return,
            };
            judge.breach(rule, event.link, at, format!("{call} panicked: {message}"));
        }
        Kind::Stuck(call) => {
            let rule = match call {
                Call::Cancel => "3.5",
                Call::Request(_) => "3.16",
                _ => "1.9",
            };
            judge.breach(rule, event.link, at, format!("{call} did not return"));
        }
        Kind::Stack(bytes) => {
            let text = format!("the stack grew by {bytes} bytes between request and on_next");
            judge.breach("3.3", event.link, at, text);
        }
        Kind::Dropped(Thing::Subscriber) => abandoned(judge, at, event),
        Kind::Leaked(thing, count) => leaked(judge, at, event, *thing, *count),
        _ => {}
    }
}

fn signal(judge: &mut Judge, at: usize, event: &Event, call: &Call) {
    let link = event.link;
    let other = judge.open.iter().flat_map(|(thread, open)| open.iter().map(move |o| (thread, o)));
    let is_around = |thread, outer: &Call| {
        thread == event.thread && *outer == Call::OnBurst && matches!(call, Call::OnNext(_))
    };
    let overlapped = other
        .filter(|(_, open)| open.link == link && open.call.is_signal())
        .filter(|(thread, open)| !is_around(**thread, &open.call))
        .map(|(thread, open)| format!("{call} while {} was running on t{thread}", open.call))
        .next();
    if let Some(text) = overlapped {
        judge.breach("1.3", link, at, text);
    }
    let flow = judge.flow(link);
    if let Some(terminal) = &flow.terminal {
        let text = format!("{call} after {terminal}");
        judge.breach("1.7", link, at, text);
    } else if flow.greeted && *call == Call::OnSubscribe {
        judge.breach("2.12", link, at, "a second on_subscribe to the same subscriber");
    } else if !flow.greeted && *call != Call::OnSubscribe {
        judge.breach("1.9", link, at, format!("{call} before on_subscribe"));
    }
    after_cancel(judge, at, event, call);
    after_panic(judge, at, event, call);
    match call {
        Call::OnNext(label) => element(judge, at, event, label),
        Call::OnComplete => completion(judge, at, event),
        Call::OnError(_) => failure(judge, at, event),
        _ => {}
    }
}

fn element(judge: &mut Judge, at: usize, event: &Event, label: &str) {
    let link = event.link;
    let flow = judge.flow(link);
    let (requested, delivered) = (flow.requested, flow.delivered + 1);
    let (offered, length) = (flow.offered + 1, flow.declared.length);
    let out_of_order = number(label).zip(flow.last_number).filter(|(this, last)| this <= last);
    let refused = flow.refused;
    if delivered > requested {
        let text = format!("{requested} requested, and here comes element {delivered}: {label}");
        judge.breach("1.1", link, at, text);
    }
    if length.is_some_and(|length| offered > length) {
        let text = format!("the stream has {} elements, and here comes another", offered - 1);
        judge.breach("1.2", link, at, text);
    }
    if let Some((this, last)) = out_of_order {
        judge.breach("1.3", link, at, format!("#{this} came after #{last}"));
    }
    if refused {
        judge.breach("3.9", link, at, "an element after a request of nothing");
    }
}

fn completion(judge: &mut Judge, at: usize, event: &Event) {
    let flow = judge.flow(event.link);
    let (length, offered) = (flow.declared.length, flow.offered);
    let due = flow.is_live();
    match flow.declared.ending {
        Some(Ending::Fail) if due => {
            let text = "on_complete, although the stream has failed";
            judge.breach("1.4", event.link, at, text);
        }
        Some(Ending::Never) if due => {
            let text = "on_complete, although the stream is declared not to complete";
            judge.breach("1.5", event.link, at, text);
        }
        Some(_) if due && length.is_some_and(|length| offered < length) => {
            let text = format!("on_complete after {offered} of {} elements", length.unwrap_or(0));
            judge.breach("1.5", event.link, at, text);
        }
        _ => {}
    }
}

/// A stream that is declared to complete has no reason to fail.
fn failure(judge: &mut Judge, at: usize, event: &Event) {
    let flow = judge.flow(event.link);
    if !flow.is_live() || matches!(flow.declared.ending, None | Some(Ending::Fail)) {
        return;
    }
    let (rule, text) = if flow.declared.length == Some(flow.offered) {
        ("1.5", "on_error in the place of on_complete")
    } else if flow.overflowed() {
        ("3.17", "on_error, and all that was wrong is that much was requested")
    } else {
        ("1.4", "on_error, although nothing keeps the stream from going on")
    };
    judge.breach(rule, event.link, at, text);
}

fn after_cancel(judge: &mut Judge, at: usize, event: &Event, call: &Call) {
    let link = event.link;
    let Some(cancelled) = &judge.flow(link).cancelled else { return };
    let (times, requested, settled) = (cancelled.times, cancelled.requested, cancelled.settled);
    let signals = cancelled.signals + 1;
    let grace = judge.flow(link).declared.grace;
    let from_cancel =
        judge.inside(event.thread).iter().any(|o| o.link == link && o.call == Call::Cancel);
    if !settled && !from_cancel && signals <= grace {
        return;
    }
    let text = if from_cancel {
        format!("{call} from inside cancel")
    } else if settled {
        format!("{call} on a cancelled subscription")
    } else {
        format!("{signals} signals since cancel, and no end of it")
    };
    if requested {
        judge.breach("3.6", link, at, text.clone());
    }
    if times > 1 {
        judge.breach("3.7", link, at, text.clone());
    }
    judge.breach("3.12", link, at, text.clone());
    judge.breach("1.8", link, at, text);
}

fn after_panic(judge: &mut Judge, at: usize, event: &Event, call: &Call) {
    if judge.flow(event.link).hostile {
        let text = format!("{call} to a subscriber that has panicked");
        judge.breach("2.13", event.link, at, text);
    }
}

fn abandoned(judge: &mut Judge, at: usize, event: &Event) {
    let flow = judge.flow(event.link);
    if !flow.greeted // §1.9 is broken, and that is all there is to say
        || flow.subscriber_dropped
        || flow.terminal.is_some()
        || flow.cancelled.is_some()
        || flow.hostile
    {
        return;
    }
    // A processor that was abandoned by its upstream can only pass that on.
    let upstream = flow.declared.downstream_of;
    let is_being_dropped =
        |open: &super::Open| Some(open.link) == upstream && open.call == Call::Drop;
    let was_dropped = upstream.and_then(|link| judge.flows.get(&link));
    if was_dropped.is_some_and(|flow| flow.subscriber_dropped)
        || judge.open.values().flatten().any(is_being_dropped)
    {
        return;
    }
    let at_end = flow.declared.length == Some(flow.offered)
        && flow.declared.ending == Some(Ending::Complete);
    let rule = if at_end { "1.5" } else { "1.4" };
    judge.breach(rule, event.link, at, "the subscriber was dropped without a terminal signal");
}

fn leaked(judge: &mut Judge, at: usize, event: &Event, thing: Thing, count: u64) {
    let flow = judge.flow(event.link);
    let rule = match (&flow.terminal, flow.hostile) {
        (_, true) => "2.13",
        (Some(_), _) => "1.6",
        (None, _) => "3.13",
    };
    judge.breach(rule, event.link, at, format!("{thing} leaked ({count})"));
}
