//! What has come of a run.

use std::fmt;

use serde::Serialize;

use crate::order::Order;
use crate::recording::Recording;
use crate::totals::{Ledger, Summary};

/// A run that is over.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// So many orders were ingested.
    pub orders: u64,
    /// What the last process of the pipeline has counted.
    pub summary: Summary,
    /// Whether a consumer was killed, when there were as many as there may be.
    pub is_killed: bool,
    /// What was seen meanwhile.
    pub recording: Recording,
}

/// What a run comes to, as one line of JSON.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Figures {
    /// So many orders were ingested.
    pub orders: u64,
    /// So many different ones came with a price.
    pub enriched: u64,
    /// So many came once more, and were not counted again.
    pub duplicates: u64,
    /// So many did not come.
    pub lost: u64,
    /// Whether the totals are those of the orders that were ingested, to the cent.
    pub totals_exact: bool,
    /// The most orders that were not acknowledged at a time.
    pub max_lag: u64,
    /// How long it took.
    pub seconds: f64,
}

impl Outcome {
    /// What it comes to. What the totals should be is worked out anew from the orders, without Kafka.
    pub fn figures(&self) -> Figures {
        let mut expected = Ledger::default();
        (0..self.orders).for_each(|number| expected.enter(&Order::numbered(number).priced()));
        Figures {
            orders: self.orders,
            enriched: self.summary.orders,
            duplicates: self.summary.duplicates,
            lost: self.orders.saturating_sub(self.summary.orders),
            totals_exact: expected.close().totals == self.summary.totals,
            max_lag: self.recording.max_lag(),
            seconds: (self.recording.seconds() * 10.0).round() / 10.0,
        }
    }

    /// What is not as it should be.
    pub fn faults(&self) -> Vec<String> {
        let Figures { orders, enriched, lost, totals_exact, .. } = self.figures();
        let mut faults = Vec::new();
        if lost > 0 {
            faults.push(format!("{lost} orders are lost"));
        }
        if enriched > orders {
            faults.push(format!("{} orders are nobody's", enriched - orders));
        }
        if !totals_exact {
            faults.push("the totals are not those of the orders".to_owned());
        }
        if !self.is_killed {
            faults.push(
                "no consumer was killed: it took too few orders to need more of them".to_owned(),
            );
        }
        faults
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "orders               {:>10}", self.orders)?;
        writeln!(f, "  enriched           {:>10}", self.enriched)?;
        writeln!(f, "  lost               {:>10}", self.lost)?;
        writeln!(f, "duplicates removed   {:>10}", self.duplicates)?;
        writeln!(
            f,
            "totals               {:>10}",
            if self.totals_exact { "exact" } else { "wrong" }
        )?;
        writeln!(f, "lag at most          {:>10}", self.max_lag)?;
        writeln!(f, "seconds              {:>10}", self.seconds)
    }
}
