//! The 43 rules of Reactive Streams, in our words.

use std::fmt;

/// How much a rule asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It has to be kept.
    Must,
    /// It grants a freedom; the other side has to live with either choice.
    May,
    /// Advice, reported and never failed.
    Should,
    /// A freedom with an obligation attached.
    MayAndMust,
    /// An obligation with advice attached.
    MustAndShould,
    /// An obligation with a freedom attached.
    MustAndMay,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Must => "MUST",
            Self::May => "MAY",
            Self::Should => "SHOULD",
            Self::MayAndMust => "MAY+MUST",
            Self::MustAndShould => "MUST+SHOULD",
            Self::MustAndMay => "MUST+MAY",
        })
    }
}

/// One rule: its number, its level, and what it says in one line.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its number in the specification, as in `"2.13"`.
    pub id: &'static str,
    /// How much it asks for.
    pub level: Level,
    /// What it says, in one line.
    pub text: &'static str,
}

impl Rule {
    /// The rule with this number.
    ///
    /// # Panics
    ///
    /// When there is no such rule; numbers are written in source code and not read from input.
    pub fn named(id: &str) -> &'static Self {
        RULES
            .iter()
            .find(|rule| rule.id == id)
            .unwrap_or_else(|| panic!("there is no rule {id}: the rules are 1.1 to 4.2"))
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "§{} {}", self.id, self.text)
    }
}

const fn rule(id: &'static str, level: Level, text: &'static str) -> Rule {
    Rule { id, level, text }
}

use Level::{May, MayAndMust, Must, MustAndMay, MustAndShould, Should};

/// All rules, in the order of the specification.
pub static RULES: [Rule; 43] = [
    rule("1.1", Must, "no more elements are delivered than were requested"),
    rule("1.2", May, "a stream may end before all that was requested has been delivered"),
    rule("1.3", Must, "signals to a subscriber come one after another, in order"),
    rule("1.4", Must, "a publisher that cannot go on signals on_error"),
    rule("1.5", Must, "a publisher that has come to its end signals on_complete"),
    rule("1.6", Must, "after a terminal signal the subscription counts as cancelled"),
    rule("1.7", Must, "nothing follows a terminal signal"),
    rule("1.8", Must, "a cancelled subscription falls silent"),
    rule("1.9", Must, "on_subscribe comes first, and subscribe returns normally"),
    rule("1.10", MayAndMust, "each subscribe brings a subscriber that was not used before"),
    rule("1.11", May, "a publisher may serve several subscribers, in a way of its choice"),
    rule("2.1", Must, "a subscriber gets elements by requesting them"),
    rule("2.2", Should, "long work is handed to another context"),
    rule("2.3", Must, "no call of subscription or publisher while handling a terminal signal"),
    rule("2.4", Must, "after a terminal signal the subscriber treats its subscription as dead"),
    rule("2.5", Must, "a second subscription is cancelled while the first is live"),
    rule("2.6", Must, "a subscription that is no longer wanted is cancelled"),
    rule("2.7", Must, "calls of request and cancel do not overlap"),
    rule("2.8", Must, "elements that arrive after cancelling are tolerated"),
    rule("2.9", Must, "completion is accepted with and without demand"),
    rule("2.10", Must, "an error is accepted with and without demand"),
    rule("2.11", Must, "a received signal safely reaches the code that processes it"),
    rule("2.12", Must, "a subscriber receives on_subscribe at most once"),
    rule("2.13", Must, "signals return normally; a subscriber that panics counts as cancelled"),
    rule("3.1", Should, "request and cancel are called in the subscriber's own context"),
    rule("3.2", Must, "request works from inside on_subscribe and on_next"),
    rule("3.3", Must, "recursion between request and on_next is bounded"),
    rule("3.4", Should, "request returns quickly"),
    rule("3.5", Must, "cancel returns quickly, is idempotent, and may come from any thread"),
    rule("3.6", Must, "after cancel, request has no effect"),
    rule("3.7", Must, "after cancel, cancel has no effect"),
    rule("3.8", Must, "each request adds to the outstanding demand, and none is lost"),
    rule("3.9", MustAndShould, "a demand of zero or less is refused"),
    rule("3.10", May, "request may deliver elements before it returns"),
    rule("3.11", May, "request may deliver a terminal signal before it returns"),
    rule("3.12", Must, "cancel makes the publisher stop signalling"),
    rule("3.13", Must, "cancel makes the publisher drop its subscriber"),
    rule("3.14", May, "cancelling the last subscription may shut the publisher down"),
    rule("3.15", Must, "cancel does not panic"),
    rule("3.16", Must, "request does not panic"),
    rule("3.17", MustAndMay, "any number of requests and any sum of demand works"),
    rule("4.1", Must, "a processor keeps the rules of both its ends"),
    rule("4.2", MayAndMust, "a processor recovers from an upstream error, or passes it on at once"),
];
