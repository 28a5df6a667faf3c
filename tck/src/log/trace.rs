use std::collections::BTreeMap;
use std::fmt;

use super::{Call, Event, Handled, Kind, Log, Outcome, Thing};

/// How much of a long log is shown: its beginning, what led to the breach and followed it, its end.
const BEGINNING: usize = 12;
const BEFORE: usize = 24;
const AFTER: usize = 8;
const END: usize = 6;

impl Log {
    /// The trace for people: one event on a line, calls indented by what they happened inside, the
    /// event at which a breach was seen marked. A long log is shown in parts.
    ///
    /// Its `Display` is the same, without a mark.
    pub fn trace(&self, breach: Option<usize>) -> String {
        let length = self.events.len();
        let around = breach.map_or(0..0, |at| at.saturating_sub(BEFORE)..at + AFTER);
        let is_shown = |at: usize| at < BEGINNING || at + END >= length || around.contains(&at);
        let mut depth: BTreeMap<u32, usize> = BTreeMap::new();
        let mut text = String::new();
        let mut hidden = 0;
        for (at, event) in self.events.iter().enumerate() {
            let lane = depth.entry(event.thread).or_default();
            if matches!(event.kind, Kind::Return(..)) {
                *lane = lane.saturating_sub(1);
            }
            if !is_shown(at) {
                hidden += 1;
            } else if breach == Some(at) || !is_silent(event) {
                if hidden > 0 {
                    text.push_str(&format!("         … {hidden} events …\n"));
                    hidden = 0;
                }
                let mark = if breach == Some(at) { '▶' } else { ' ' };
                let indent = "  ".repeat(*lane);
                let Event { link, thread, kind } = event;
                text.push_str(&format!("{mark}{at:6}  t{thread} s{}  {indent}{kind}\n", link.0));
            }
            if matches!(event.kind, Kind::Call(_)) {
                *lane += 1;
            }
        }
        text
    }
}

impl fmt::Display for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.trace(None))
    }
}

/// A call that came back as it should needs no line of its own.
fn is_silent(event: &Event) -> bool {
    matches!(event.kind, Kind::Return(_, Outcome::Normal))
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declared(declaration) => {
                write!(f, "stream of ")?;
                match declaration.length {
                    Some(length) => write!(f, "{length} elements")?,
                    None => write!(f, "unknown length")?,
                }
                match declaration.ending {
                    Some(ending) => write!(f, ", then {ending:?}"),
                    None => Ok(()),
                }
            }
            Self::Call(call) => write!(f, "{call}"),
            Self::Return(call, outcome) => write!(f, "{call} {outcome}"),
            Self::Stuck(call) => write!(f, "{call} does not return"),
            Self::Dropped(thing) => write!(f, "{thing} dropped"),
            Self::Leaked(thing, count) => write!(f, "{thing} leaked ({count})"),
            Self::Handled(Handled::Element(label)) => write!(f, "handled {label}"),
            Self::Handled(Handled::Completed) => write!(f, "handled completion"),
            Self::Handled(Handled::Failed(label)) => write!(f, "handled the error {label}"),
            Self::Tripped => write!(f, "the user's closure panics"),
            Self::Unused => write!(f, "an element is called unused, and there is none"),
            Self::Stack(bytes) => write!(f, "the stack has grown by {bytes} bytes"),
            Self::Elided { elements, requests } => {
                write!(f, "{elements} elements, and {requests} times request(1)")
            }
            Self::Slow(call, millis) => write!(f, "{call} took {millis} ms"),
            Self::Idle => write!(f, "— idle —"),
            Self::Note(text) => write!(f, "({text})"),
        }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Subscribe => write!(f, "subscribe"),
            Self::OnSubscribe => write!(f, "on_subscribe"),
            Self::OnNext(label) => write!(f, "on_next({label})"),
            Self::OnBurst => write!(f, "on_burst"),
            Self::OnError(label) => write!(f, "on_error({label})"),
            Self::OnComplete => write!(f, "on_complete"),
            Self::Request(u64::MAX) => write!(f, "request(unbounded)"),
            Self::Request(n) => write!(f, "request({n})"),
            Self::Cancel => write!(f, "cancel"),
            Self::Drop => write!(f, "drop of the subscriber"),
            Self::Want(n) => write!(f, "the subscriber is made to want {n} more"),
            Self::LoseInterest => write!(f, "the subscriber is made to lose interest"),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Normal => write!(f, "returns"),
            Self::Declined => write!(f, "returns false: no demand used"),
            Self::Panicked(message) => write!(f, "panics: {message}"),
            Self::Hostile => write!(f, "unwinds with the panic of our subscriber"),
        }
    }
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Subscriber => "subscriber",
            Self::Source => "source",
            Self::Subscription => "subscription",
            Self::Element => "element",
        })
    }
}
