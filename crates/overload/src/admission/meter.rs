use std::time::Duration;

/// By how much the past counts less with each that is done: about the last 64 decide.
const MEMORY: f64 = 1.0 - 1.0 / 64.0;

/// For how many that are done the time counts that was given.
const GIVEN: f64 = 16.0;

/// The time from one that is done to the next, measured while others wait.
#[derive(Debug)]
pub(super) struct Meter {
    /// How many were done, and in how many seconds.
    done: f64,
    busy: f64,
    /// Since when somebody waits, or when one was done after that.
    since: Option<Duration>,
}

impl Meter {
    /// A meter that has measured nothing: `given` counts.
    pub(super) fn new(given: f64) -> Self {
        Self { done: GIVEN, busy: GIVEN * given, since: None }
    }

    /// In seconds.
    pub(super) fn interval(&self) -> f64 {
        self.busy / self.done
    }

    /// Somebody has come; whether somebody waits now.
    pub(super) fn came(&mut self, waits: bool, now: Duration) {
        if waits {
            self.since.get_or_insert(now);
        }
    }

    /// Somebody has been done with.
    pub(super) fn done(&mut self, now: Duration) {
        if let Some(since) = &mut self.since {
            self.done = self.done * MEMORY + 1.0;
            self.busy = self.busy * MEMORY + now.saturating_sub(*since).as_secs_f64();
            *since = now;
        }
    }

    /// Somebody has gone; whether somebody waits still.
    pub(super) fn went(&mut self, waits: bool) {
        if !waits {
            self.since = None;
        }
    }
}
