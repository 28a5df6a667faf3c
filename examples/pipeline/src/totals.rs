//! What was sold, and how each order is counted once.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::order::Priced;

/// What was sold of a product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// In so many orders.
    pub orders: u64,
    /// So many pieces.
    pub quantity: u64,
    /// For so much.
    pub cents: u64,
    /// With so much tax.
    pub tax: u64,
}

/// What was sold, of each product.
pub type Totals = BTreeMap<u64, Total>;

/// What is sold, counted as the orders come: each once, however often it comes.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    totals: Totals,
    seen: HashSet<u64>,
    duplicates: u64,
}

impl Ledger {
    /// Counts an order that has not been counted.
    pub fn enter(&mut self, priced: &Priced) {
        if !self.seen.insert(priced.number) {
            self.duplicates += 1;
            return;
        }
        let total = self.totals.entry(priced.product).or_default();
        total.orders += 1;
        total.quantity += priced.quantity;
        total.cents += priced.cents;
        total.tax += priced.tax;
    }

    /// What has come of all orders.
    pub fn close(self) -> Summary {
        Summary { orders: self.seen.len() as u64, duplicates: self.duplicates, totals: self.totals }
    }
}

/// What has come of all orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// So many different orders came.
    pub orders: u64,
    /// So often one came that had come before.
    pub duplicates: u64,
    /// What was sold.
    pub totals: Totals,
}
