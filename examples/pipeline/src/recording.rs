//! What was seen during a run, for a chart.

use serde::{Deserialize, Serialize};

/// What was seen at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// When, since the start.
    pub seconds: f64,
    /// So many orders had been ingested.
    pub ingested: u64,
    /// So many records with a price had been written, those included that were written twice.
    pub enriched: u64,
    /// So many orders were not acknowledged.
    pub lag: u64,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When, since the start.
    pub seconds: f64,
    /// In a few words.
    pub what: String,
}

/// A run, as it was seen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Recording {
    /// What was seen, five times a second.
    pub samples: Vec<Sample>,
    /// What happened.
    pub events: Vec<Event>,
}

impl Recording {
    /// The most that was not acknowledged at a time.
    pub fn max_lag(&self) -> u64 {
        self.samples.iter().map(|sample| sample.lag).max().unwrap_or_default()
    }

    /// How long it took.
    pub fn seconds(&self) -> f64 {
        self.samples.last().map_or(0.0, |sample| sample.seconds)
    }
}
