//! The rules of the conformance suite, underneath every test.

use std::fmt::{Debug, Write};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use reactive_streams::Demand;
use reactive_streams_tck::log::{Call, Declaration, Event, Judged, Kind, Link, Outcome, Recorder};
use reactive_streams_tck::{oracle, rule::Rule};

/// Locks what no panic can leave half changed: our locks are never held while foreign code runs.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether the log may still grow.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Moment {
    /// More may come: only what must not happen is judged.
    Midway,
    /// Nothing more will come: what had to happen has to have happened.
    Idle,
}

/// Writes down what happens on the links of one handle, and judges it.
#[derive(Debug)]
pub(crate) struct Oracle {
    recorder: Recorder,
    judged: Judged,
    tolerated: Mutex<Vec<&'static str>>,
}

impl Oracle {
    pub(crate) fn new(judged: Judged) -> Self {
        Self { recorder: Recorder::default(), judged, tolerated: Mutex::default() }
    }

    /// A link whose one end, or both, are judged.
    pub(crate) fn link(&self) -> Link {
        self.declare(Declaration::new(self.judged))
    }

    pub(crate) fn declare(&self, declaration: Declaration) -> Link {
        let link = self.recorder.link();
        self.record(link, Kind::Declared(Box::new(declaration)));
        link
    }

    pub(crate) fn record(&self, link: Link, kind: Kind) {
        self.recorder.record(link, kind);
    }

    /// Records a call around what makes it. A panic goes on its way: the test causes it or sees it.
    pub(crate) fn calling<R>(&self, link: Link, call: Call, body: impl FnOnce() -> R) -> R {
        self.calling_with(link, call, body, |_| Outcome::Normal)
    }

    pub(crate) fn calling_with<R>(
        &self,
        link: Link,
        call: Call,
        body: impl FnOnce() -> R,
        outcome: impl FnOnce(&R) -> Outcome,
    ) -> R {
        self.record(link, Kind::Call(call.clone()));
        let result = catch_unwind(AssertUnwindSafe(body));
        let outcome = result.as_ref().map_or(Outcome::Hostile, outcome);
        self.record(link, Kind::Return(call, outcome));
        result.unwrap_or_else(|payload| resume_unwind(payload))
    }

    /// Does not hold breaches of this rule against anybody.
    pub(crate) fn tolerate(&self, rule: &str) {
        lock(&self.tolerated).push(Rule::named(rule).id);
    }

    /// What `choose` makes of the calls on these links, in order.
    pub(crate) fn log<R>(&self, links: &[Link], choose: fn(&Call) -> Option<R>) -> Vec<R> {
        let word = |event: &Event| match &event.kind {
            Kind::Call(call) if links.contains(&event.link) => choose(call),
            _ => None,
        };
        self.recorder.read(|log| log.events.iter().filter_map(word).collect())
    }

    /// What is wrong, with the trace of the first breach.
    pub(crate) fn complaint(&self, moment: Moment) -> Option<String> {
        if moment == Moment::Idle {
            self.record(Link(0), Kind::Idle);
        }
        let mut breaches = self.recorder.read(oracle::judge);
        let tolerated = lock(&self.tolerated);
        breaches.retain(|breach| !tolerated.contains(&breach.rule.id));
        drop(tolerated);
        let first = breaches.first()?;
        let mut text = String::new();
        for breach in &breaches {
            let _ = writeln!(text, "{}: {}", breach.rule, breach.text); // a String takes everything
        }
        Some(text + "\n" + &self.recorder.read(|log| log.trace(Some(first.at))))
    }

    /// Fails the test if a rule was broken, unless it fails already.
    #[track_caller]
    pub(crate) fn judge(&self, moment: Moment) {
        if thread::panicking() {
            return;
        }
        if let Some(complaint) = self.complaint(moment) {
            let who = match self.judged {
                Judged::Publisher => "the publisher",
                Judged::Subscriber => "the subscriber",
                Judged::Both => "one of both ends",
            };
            panic!("{who} broke a rule\n{complaint}");
        }
    }
}

/// The word for a signal in the log of a test.
pub(crate) fn signal(call: &Call) -> Option<String> {
    match call {
        Call::OnSubscribe => Some("subscribe".to_owned()),
        Call::OnNext(element) => Some(element.to_string()),
        Call::OnError(error) => Some(format!("error {error}")),
        Call::OnComplete => Some("complete".to_owned()),
        _ => None,
    }
}

/// The word for what a subscription was asked for, in the log of a test.
pub(crate) fn wish(call: &Call) -> Option<String> {
    match call {
        Call::Request(count) => Demand::new(*count).map(|demand| format!("request {demand}")),
        Call::Cancel => Some("cancel".to_owned()),
        _ => None,
    }
}

/// The text by which an element or an error is known.
pub(crate) fn label(value: &impl Debug) -> Box<str> {
    format!("{value:?}").into_boxed_str()
}
