use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::order::Lane;

/// What a load generator has seen, by request and by order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Orders that customers wanted to make, each counted once.
    pub offered: u64,
    /// So many of them came alone, the rest in imports.
    pub interactive: u64,
    /// So many imports were sent.
    pub imports: u64,
    /// Orders of which the last answer was 2xx.
    pub accepted: u64,
    /// Orders of which the last answer was another.
    pub shed: u64,
    /// Orders of which the last attempt had no answer.
    pub unanswered: u64,
    /// Requests that were sent, retries included.
    pub requests: u64,
    /// So many of these were retries.
    pub retries: u64,
    /// Requests that had no answer.
    pub without_answer: u64,
    /// Answers to interactive orders, by status.
    pub interactive_answers: BTreeMap<u16, u64>,
    /// Answers to imports, by status.
    pub batch_answers: BTreeMap<u16, u64>,
    /// Answers 429 and 503 that did not say when to come again.
    pub without_retry_after: u64,
    /// By how many microseconds the latest request was sent too late: the generator itself was overloaded.
    pub latest: u64,
}

impl Tally {
    pub(super) fn answered(&mut self, lane: Lane, status: u16) {
        let answers = match lane {
            Lane::Interactive => &mut self.interactive_answers,
            Lane::Batch => &mut self.batch_answers,
        };
        *answers.entry(status).or_default() += 1;
    }

    /// How many answers had one of these statuses.
    pub fn answers(&self, wanted: impl Fn(u16) -> bool) -> u64 {
        let answers = self.interactive_answers.iter().chain(&self.batch_answers);
        answers.filter(|(status, _)| wanted(**status)).map(|(_, count)| count).sum()
    }

    /// Whether every request has an answer or has none, and every order an end.
    pub fn is_balanced(&self) -> bool {
        self.requests == self.answers(|_| true) + self.without_answer
            && self.offered == self.accepted + self.shed + self.unanswered
    }
}
