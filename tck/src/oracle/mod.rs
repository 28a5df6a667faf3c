//! Judges a log against all rules. A pure function: the same log always gets the same verdict.
//!
//! A rule is broken in one of two ways. Something happened that must not happen: that is seen at the
//! event itself (`publisher.rs`, `subscriber.rs`). Or something did not happen that must happen: that is
//! seen when nothing more will ([`Kind::Idle`], `idle.rs`). The three rules that are advice give
//! remarks and no breaches (`advice.rs`).
//!
//! The oracle stands alone: feed it a log from anywhere.
//!
//! ```
//! use reactive_streams_tck::log::{Call, Declaration, Judged, Kind, Link, Log};
//! use reactive_streams_tck::oracle;
//!
//! let link = Link(0);
//! let log = Log::new()
//!     .with(link, 0, Kind::Declared(Box::new(Declaration::new(Judged::Publisher))))
//!     .call(link, 0, Call::OnSubscribe)
//!     .call(link, 0, Call::Request(1))
//!     .call(link, 0, Call::OnNext("a".into()))
//!     .call(link, 0, Call::OnNext("b".into()));
//!
//! let breaches = oracle::judge(&log);
//! assert_eq!(breaches[0].rule.id, "1.1");
//! ```

mod advice;
mod flow;
mod idle;
mod publisher;
mod subscriber;

use std::collections::BTreeMap;
use std::fmt;

use crate::log::{Call, Event, Kind, Link, Log};
use crate::rule::Rule;
use flow::Flow;

pub use advice::{Remark, remarks};

/// A rule that was broken, where, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The rule.
    pub rule: &'static Rule,
    /// The relation on which it was broken.
    pub link: Link,
    /// The index of the event at which it was seen.
    pub at: usize,
    /// What was expected and what happened instead.
    pub text: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} (event {})", self.rule, self.text, self.at)
    }
}

/// All rules that the log breaks, each at most once for each link, in the order in which it shows.
pub fn judge(log: &Log) -> Vec<Breach> {
    let mut judge = Judge::default();
    for (at, event) in log.events.iter().enumerate() {
        judge.hear(at, event);
    }
    judge.breaches
}

/// What has to happen and has not happened yet, in a log that grows; a call that has begun has to
/// come back.
///
/// While something is left, a run on foreign threads waits.
#[derive(Debug, Default)]
pub(crate) struct Debts {
    judge: Judge,
    heard: usize,
}

impl Debts {
    pub(crate) fn are_left(&mut self, log: &Log) -> bool {
        for (at, event) in log.events.iter().enumerate().skip(self.heard) {
            self.judge.hear(at, event);
        }
        self.heard = log.events.len();
        let is_inside = self.judge.open.values().any(|open| !open.is_empty());
        is_inside || !idle::owed(&self.judge).is_empty()
    }
}

/// A call that has begun and not come back.
#[derive(Clone, Debug)]
struct Open {
    link: Link,
    call: Call,
}

#[derive(Debug, Default)]
struct Judge {
    flows: BTreeMap<Link, Flow>,
    /// The calls that each thread is inside of, the innermost last.
    open: BTreeMap<u32, Vec<Open>>,
    breaches: Vec<Breach>,
}

impl Judge {
    fn hear(&mut self, at: usize, event: &Event) {
        match &event.kind {
            Kind::Declared(declaration) => {
                self.flows.insert(event.link, Flow::new(declaration.as_ref().clone()));
                return;
            }
            Kind::Idle => return self.settle(at),
            _ => {}
        }
        if !self.flows.contains_key(&event.link) {
            return; // not declared: nobody is judged on it
        }
        publisher::hear(self, at, event);
        subscriber::hear(self, at, event);
        self.follow(event);
    }

    /// Brings the state up to date, after the rules have looked at the event.
    fn follow(&mut self, event: &Event) {
        let inside = self.inside(event.thread);
        let inside_signal =
            inside.iter().any(|open| open.link == event.link && open.call.is_signal());
        if let Some(flow) = self.flows.get_mut(&event.link) {
            flow.follow(event, inside_signal);
        }
        let open = self.open.entry(event.thread).or_default();
        match &event.kind {
            Kind::Call(call) => open.push(Open { link: event.link, call: call.clone() }),
            Kind::Return(call, _) => {
                let begun =
                    open.iter().rposition(|open| open.link == event.link && open.call == *call);
                if let Some(begun) = begun {
                    open.remove(begun);
                }
            }
            _ => {}
        }
    }

    fn settle(&mut self, at: usize) {
        for (rule, link, text) in idle::owed(self) {
            self.breach(rule, link, at, text);
        }
        for flow in self.flows.values_mut() {
            flow.rest();
        }
    }

    fn inside(&self, thread: u32) -> &[Open] {
        self.open.get(&thread).map_or(&[], Vec::as_slice)
    }

    fn flow(&self, link: Link) -> &Flow {
        &self.flows[&link] // `hear` has seen to it that the link is declared
    }

    fn breach(&mut self, rule: &str, link: Link, at: usize, text: impl Into<String>) {
        let known = |breach: &Breach| breach.rule.id == rule && breach.link == link;
        if !self.breaches.iter().any(known) {
            self.breaches.push(Breach { rule: Rule::named(rule), link, at, text: text.into() });
        }
    }
}
