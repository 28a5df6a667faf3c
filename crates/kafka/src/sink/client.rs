use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rdkafka::error::RDKafkaErrorCode as Code;
use rdkafka::producer::{Producer as _, PurgeConfig, ThreadedProducer};
use reactive_streams_operators::delivery::Outcome;

use super::reports::{Report, Reports, Ticket};
use crate::cluster::Addressee;
use crate::{KafkaError, Position, Record};

type Told = Outcome<Position, KafkaError>;

/// The client, and what it has not taken yet.
pub(crate) struct Client {
    producer: ThreadedProducer<Reports>,
    /// For what the client had no room.
    waiting: Mutex<VecDeque<(Record, Told)>>,
    has_waiting: AtomicBool,
    /// How many outcomes have not been told.
    open: AtomicUsize,
    all_told: (Mutex<()>, Condvar),
}

impl Client {
    /// How soon what is waiting is tried again, if no report comes earlier.
    const RETRY: Duration = Duration::from_millis(10);

    pub(crate) fn new(producer: ThreadedProducer<Reports>) -> Self {
        Self {
            producer,
            waiting: Mutex::default(),
            has_waiting: AtomicBool::new(false),
            open: AtomicUsize::new(0),
            all_told: Default::default(),
        }
    }

    pub(crate) fn producer(&self) -> &ThreadedProducer<Reports> {
        &self.producer
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<(Record, Told)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner) // no foreign code runs under it
    }

    pub(crate) fn send(&self, record: Record, outcome: Told) {
        self.open.fetch_add(1, Ordering::Relaxed);
        if self.has_waiting.load(Ordering::Acquire) {
            let mut waiting = self.waiting();
            if !waiting.is_empty() {
                waiting.push_back((record, outcome)); // not past the one before it
                return;
            }
        }
        match self.hand_over(record, outcome) {
            Handed::Over => {}
            Handed::Back(record, outcome) => {
                self.waiting().push_back((record, outcome));
                self.has_waiting.store(true, Ordering::Release);
            }
            Handed::Failed(outcome, error) => {
                self.settled(1);
                outcome.failed(error);
            }
        }
    }

    fn hand_over(&self, record: Record, outcome: Told) -> Handed {
        let cluster = self.producer.context().cluster();
        if let Some(error) = cluster.refusal() {
            return Handed::Failed(outcome, error);
        }
        let ticket = Ticket { to: Addressee::of(&record), outcome };
        let taken = self.producer.send(record.to_client(Box::new(ticket)));
        let Err((cause, unsent)) = taken else { return Handed::Over };
        let Ticket { to, outcome } = *unsent.delivery_opaque;
        if cause.rdkafka_error_code() == Some(Code::QueueFull) {
            return Handed::Back(record, outcome);
        }
        let error = match self.producer.client().fatal_error() {
            Some((_, detail)) => KafkaError::Fatal { detail },
            None => cluster.record_error(cause, &to),
        };
        Handed::Failed(outcome, error)
    }

    /// Hands over what was waiting, as much as there is room for, and gives what was refused.
    fn retry(&self) -> Vec<Report> {
        let mut failed = Vec::new();
        let mut waiting = self.waiting();
        while let Some((record, outcome)) = waiting.pop_front() {
            match self.hand_over(record, outcome) {
                Handed::Over => {}
                Handed::Failed(outcome, error) => failed.push((outcome, Err(error))),
                Handed::Back(record, outcome) => {
                    waiting.push_front((record, outcome));
                    break;
                }
            }
        }
        if waiting.is_empty() {
            self.has_waiting.store(false, Ordering::Release);
        }
        failed
    }

    /// Tells outcomes until the sink is closed and all have been told.
    pub(crate) fn run(&self) {
        let (mut reports, mut is_closed) = (Vec::new(), false);
        while !(is_closed && self.open.load(Ordering::Acquire) == 0) {
            let has_waiting = self.has_waiting.load(Ordering::Acquire);
            let most = if has_waiting { Self::RETRY } else { Duration::from_millis(100) };
            let mut news = self.producer.context().wait(reports, most);
            is_closed |= news.is_closed;
            if news.is_refused {
                self.producer.purge(PurgeConfig::default().queue());
            }
            if has_waiting {
                news.reports.extend(self.retry());
            }
            let count = news.reports.len();
            reports = news.reports;
            // A downstream that panics ends its stream, not the others.
            let _ = catch_unwind(AssertUnwindSafe(|| Outcome::tell_all(reports.drain(..))));
            self.settled(count);
        }
    }

    fn settled(&self, count: usize) {
        if count > 0 && self.open.fetch_sub(count, Ordering::Release) == count {
            drop(self.all_told.0.lock()); // so that nobody is between seeing one open and waiting
            self.all_told.1.notify_all();
        }
    }

    /// Waits until all have been told, so long at most; gives whether they have.
    pub(crate) fn flush(&self, most: Duration) -> bool {
        let most = most.min(Duration::from_secs(1 << 31)); // so that it can be added to the time
        let until = Instant::now() + most;
        // Nothing lingers meanwhile. Its result does not matter: what counts is what has been told.
        let _ = self.producer.flush(most);
        let is_open = |(): &mut ()| self.open.load(Ordering::Acquire) > 0;
        let (mutex, all_told) = &self.all_told;
        let guard = mutex.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = until.saturating_duration_since(Instant::now());
        let waited = all_told.wait_timeout_while(guard, rest, is_open);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }
}

/// What has come of a record that the client was to take.
enum Handed {
    Over,
    /// There is no room.
    Back(Record, Told),
    Failed(Told, KafkaError),
}
