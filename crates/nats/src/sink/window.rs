use std::collections::VecDeque;
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_nats::Message;
use reactive_streams_operators::delivery::Outcome;

use super::Receipt;
use super::on_its_way::OnItsWay;
use crate::NatsError;

/// The records that are on their way, in the order in which they were sent.
///
/// No outcome is told with the lock in hand: that may bring the next record.
pub(super) struct Window {
    deadline: Duration,
    records: Mutex<Records>,
}

struct Records {
    /// The number of the first.
    first: u64,
    /// None where the outcome is known. The first one's is not.
    waiting: VecDeque<Option<OnItsWay>>,
    is_closed: bool,
}

type Told = (Outcome<Receipt, NatsError>, Result<Receipt, NatsError>);

impl Window {
    /// How long an answer may take once there is a connection again.
    const GRACE: Duration = Duration::from_secs(2);

    pub(super) fn new(deadline: Duration) -> Self {
        let records = Records { first: 0, waiting: VecDeque::new(), is_closed: false };
        Self { deadline, records: Mutex::new(records) }
    }

    pub(super) fn deadline(&self) -> Duration {
        self.deadline
    }

    /// No foreign code runs with the lock in hand, so nothing is half done if it is poisoned.
    fn lock(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lock().waiting.is_empty()
    }

    /// Gives the number of a record, or the record if there are no answers any more.
    pub(super) fn add(&self, record: OnItsWay) -> Result<u64, OnItsWay> {
        let mut records = self.lock();
        if records.is_closed {
            return Err(record);
        }
        records.waiting.push_back(Some(record));
        Ok(records.first + records.waiting.len() as u64 - 1)
    }

    /// The record has not gone out.
    pub(super) fn fail(&self, number: u64, failure: impl FnOnce(&OnItsWay) -> NatsError) {
        let record = self.lock().take(number);
        if let Some(record) = record {
            let failure = failure(&record);
            record.outcome.failed(failure);
        }
    }

    /// The server has answered.
    pub(super) fn settle(&self, answers: Vec<Message>) {
        let mut told: Vec<Told> = Vec::with_capacity(answers.len());
        let mut records = self.lock();
        for answer in answers {
            let number = answer.subject.rsplit('.').next().and_then(|number| number.parse().ok());
            if let Some(record) = number.and_then(|number| records.take(number)) {
                let result = record.understand(&answer);
                told.push((record.outcome, result));
            }
        }
        drop(records);
        Outcome::tell_all(told);
    }

    /// Gives up what has been on its way for too long.
    pub(super) fn expire(&self) {
        let mut told: Vec<Told> = Vec::new();
        let mut records = self.lock();
        let now = Instant::now();
        while let Some(Some(first)) = records.waiting.front()
            && first.until <= now
        {
            let number = records.first;
            if let Some(record) = records.take(number) {
                let what = format!("a record for {}", record.subject);
                let failure = NatsError::Unconfirmed { what, after: now - record.since };
                told.push((record.outcome, Err(failure)));
            }
        }
        drop(records);
        Outcome::tell_all(told);
    }

    /// The client has connected again: of what was sent before, an answer comes soon or never.
    pub(super) fn reconnected(&self) {
        let until = Instant::now() + Self::GRACE;
        for record in self.lock().waiting.iter_mut().flatten() {
            record.until = record.until.min(until);
        }
    }

    /// There are no answers any more.
    pub(super) fn close(&self) {
        let mut records = self.lock();
        records.is_closed = true;
        let waiting = mem::take(&mut records.waiting);
        drop(records);
        let closed = |record: OnItsWay| (record.outcome, Err(NatsError::closed("a sink")));
        Outcome::tell_all(waiting.into_iter().flatten().map(closed));
    }
}

impl Records {
    fn take(&mut self, number: u64) -> Option<OnItsWay> {
        let index = usize::try_from(number.checked_sub(self.first)?).ok()?;
        let record = self.waiting.get_mut(index)?.take();
        while let Some(None) = self.waiting.front() {
            self.waiting.pop_front();
            self.first += 1;
        }
        record
    }
}
