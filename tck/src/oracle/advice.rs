//! The three rules that are advice: remarks for the report, never a failure.

use std::collections::BTreeMap;

use crate::log::{Call, Kind, Link, Log};
use crate::rule::Rule;

/// Advice that was not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The rule.
    pub rule: &'static Rule,
    /// What was seen.
    pub text: String,
}

/// What a log shows against the advice of §2.2, §3.1 and §3.4.
pub fn remarks(log: &Log) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = Vec::new();
    let mut remark = |rule: &str, text: String| {
        if !remarks.iter().any(|known| known.rule.id == rule) {
            remarks.push(Remark { rule: Rule::named(rule), text });
        }
    };
    // How many calls each thread is inside of, on each link.
    let mut depth: BTreeMap<(u32, Link), i64> = BTreeMap::new();
    let mut threads_with_context = Vec::new();
    for event in &log.events {
        let depth = depth.entry((event.thread, event.link)).or_default();
        match &event.kind {
            Kind::Slow(call, millis) if call.is_signal() => {
                remark("2.2", format!("{call} kept the publisher's thread for {millis} ms"));
            }
            Kind::Slow(call @ Call::Request(_), millis) => {
                remark("3.4", format!("{call} took {millis} ms"));
            }
            Kind::Call(call) => {
                if call.is_signal() || call.is_stimulus() {
                    threads_with_context.push(event.thread);
                }
                let outside = *depth == 0 && !threads_with_context.contains(&event.thread);
                if call.is_to_subscription() && outside {
                    let text = format!("{call} on t{}, which never ran a signal", event.thread);
                    remark("3.1", text);
                }
                *depth += 1;
            }
            Kind::Return(..) => *depth -= 1,
            _ => {}
        }
    }
    remarks
}
