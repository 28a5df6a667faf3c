//! What has to have happened when nothing more will.

use super::Judge;
use super::flow::Flow;
use crate::log::{Call, Ending, Handled, Link};

/// What is owed on each link: the rule that asks for it, and what is missing.
pub(super) fn owed(judge: &Judge) -> Vec<(&'static str, Link, String)> {
    let mut all = Vec::new();
    for (link, flow) in &judge.flows {
        let mut owed = Vec::new();
        if flow.declared.judged.publisher() {
            publisher(flow, &mut owed);
            if let Some(upstream) = flow.declared.downstream_of.and_then(|l| judge.flows.get(&l)) {
                processor(upstream, flow, &mut owed);
            }
        }
        if flow.declared.judged.subscriber() {
            let mut behind = judge.flows.values().map(|flow| &flow.declared);
            let recovers = behind.any(|it| it.downstream_of == Some(*link) && it.recovers);
            subscriber(flow, recovers, &mut owed);
        }
        all.extend(owed.into_iter().map(|(rule, text)| (rule, *link, text)));
    }
    all
}

type Owed = Vec<(&'static str, String)>;

fn publisher(flow: &Flow, owed: &mut Owed) {
    if flow.subscribed && !flow.greeted {
        owed.push(("1.9", "subscribe was called, and on_subscribe never came".into()));
    }
    if flow.is_live() && !flow.subscriber_dropped {
        if flow.refused {
            owed.push(("3.9", "a request of nothing was not answered by on_error".into()));
        }
        demand(flow, owed);
    }
    let (rule, since) = if flow.hostile {
        ("2.13", "our subscriber panicked")
    } else if flow.cancelled.is_some() {
        ("3.13", "cancel")
    } else if flow.terminal.is_some() {
        ("1.6", "the terminal signal")
    } else {
        return;
    };
    if flow.greeted && !flow.subscriber_dropped {
        owed.push((rule, format!("the subscriber is still held after {since}")));
    }
    if flow.declared.tracked && !flow.source_dropped {
        owed.push((rule, format!("the source is still held after {since}")));
    }
}

fn demand(flow: &Flow, owed: &mut Owed) {
    let Some(length) = flow.declared.length else { return };
    let (requested, delivered, offered) = (flow.requested, flow.delivered, flow.offered);
    if delivered >= requested {
        return;
    }
    if offered < length {
        let text = format!("{requested} requested of {length}, and only {delivered} came");
        if flow.overflowed() {
            owed.push(("3.17", text.clone()));
        }
        if flow.requested_inside {
            owed.push(("3.2", text.clone()));
        }
        owed.push(("3.8", text));
    } else {
        match flow.declared.ending {
            Some(Ending::Complete) => {
                let text =
                    format!("all {length} elements came, more was requested, and no on_complete");
                owed.push(("1.5", text));
            }
            Some(Ending::Fail) => {
                let text = format!("the stream failed after {length} elements, and no on_error");
                owed.push(("1.4", text));
            }
            _ => {}
        }
    }
}

fn subscriber(flow: &Flow, recovers: bool, owed: &mut Owed) {
    let cancelled = flow.cancelled.is_some();
    if flow.declared.newcomer_to.is_some() {
        if flow.greeted && !cancelled {
            owed.push(("2.5", "the second subscription was not cancelled".into()));
        }
        return;
    }
    let live = flow.is_live() && !flow.subscriber_dropped;
    if live && flow.wanted > flow.offered && flow.requested <= flow.delivered {
        let text = format!(
            "it wants {} elements, has {}, and has requested no more than {}",
            flow.wanted, flow.offered, flow.requested
        );
        owed.push(("2.1", text));
    }
    if flow.lost_interest && !cancelled {
        owed.push(("2.6", "it lost interest and did not cancel".into()));
    }
    if flow.tripped && !cancelled {
        owed.push(("2.13", "it failed inside and did not cancel".into()));
    }
    if flow.terminal.is_some() && !flow.subscription_dropped {
        owed.push(("2.4", "it still holds the subscription after the terminal signal".into()));
    } else if flow.greeted && flow.subscriber_dropped && !flow.subscription_dropped {
        owed.push(("2.6", "it was dropped, and the subscription is still held".into()));
    }
    let is_asked_to_stop = cancelled || flow.lost_interest || flow.tripped;
    if flow.declared.instrumented && !is_asked_to_stop {
        handling(flow, recovers, owed);
    }
}

fn handling(flow: &Flow, recovers: bool, owed: &mut Owed) {
    let Some(terminal) = &flow.terminal else { return };
    // What nobody wants yet may wait, and the end waits behind it.
    let wanted = if flow.declared.driven { flow.wanted } else { u64::MAX };
    // An error may overtake what has not been handled.
    if *terminal == Call::OnComplete && flow.handled < flow.delivered.min(wanted) {
        let text =
            format!("{} elements arrived, and {} were handled", flow.delivered, flow.handled);
        owed.push(("2.11", text));
    }
    if flow.handled < flow.offered && wanted <= flow.offered {
        return;
    }
    match (terminal, &flow.handled_terminal) {
        (Call::OnComplete, Some(Handled::Completed)) => {}
        (Call::OnError(sent), Some(Handled::Failed(seen))) if sent == seen => {}
        (Call::OnError(_), Some(Handled::Completed)) if recovers => {} // §4.2
        (Call::OnError(sent), seen) => {
            owed.push(("2.10", format!("the error {sent} was handled as {seen:?}")));
        }
        (_, seen) => owed.push(("2.9", format!("completion was handled as {seen:?}"))),
    }
}

/// What a processor owes its two ends because of each other.
fn processor(upstream: &Flow, downstream: &Flow, owed: &mut Owed) {
    let recovers = downstream.declared.recovers;
    match (&upstream.terminal, &downstream.terminal) {
        (Some(Call::OnError(sent)), Some(Call::OnError(seen))) if sent != seen => {
            owed.push(("4.2", format!("the error {sent} arrived as {seen}")));
        }
        (Some(Call::OnError(error)), Some(Call::OnComplete)) if !recovers => {
            owed.push(("4.2", format!("the error {error} arrived as completion")));
        }
        (Some(Call::OnError(error)), None) if downstream.is_live() && !recovers => {
            let text = format!("the upstream failed with {error}, and nobody told the downstream");
            owed.push(("4.2", text));
        }
        _ => {}
    }
    if let Some(prefetch) = downstream.declared.prefetch {
        let declined = downstream.offered - downstream.delivered;
        let allowed = downstream.requested.saturating_add(prefetch).saturating_add(declined);
        // From some sum on demand may be treated as unbounded (§3.17), on the JVM from less than here.
        if upstream.requested > allowed && !downstream.overflowed() {
            let text = format!(
                "{} requested upstream for {} downstream and a prefetch of {prefetch}",
                upstream.requested, downstream.requested
            );
            owed.push(("4.1", text));
        }
    }
}
