use std::fmt;

use super::{Call, Event, Handled, Kind, Log, Outcome, Thing};

/// How many events a trace shows; a long one loses its middle.
const SHOWN: usize = 60;

impl fmt::Display for Log {
    /// The trace for people: one event on a line, calls indented by what they happened inside.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut depth = [0_usize; 64];
        let hidden = self.events.len().saturating_sub(SHOWN);
        let gap = SHOWN / 2..SHOWN / 2 + hidden;
        for (at, event) in self.events.iter().enumerate() {
            let lane = &mut depth[event.thread as usize % 64];
            if matches!(event.kind, Kind::Return(..)) {
                *lane = lane.saturating_sub(1);
            }
            if gap.contains(&at) {
                if at == gap.start {
                    writeln!(f, "        … {hidden} events …")?;
                }
            } else if !is_silent(event) {
                let indent = "  ".repeat(*lane);
                writeln!(f, "{at:6}  t{} s{}  {indent}{}", event.thread, event.link.0, event.kind)?;
            }
            if matches!(event.kind, Kind::Call(_)) {
                *lane += 1;
            }
        }
        Ok(())
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
            Self::Stack(bytes) => write!(f, "the stack has grown by {bytes} bytes"),
            Self::Burst { elements, requests } => {
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
