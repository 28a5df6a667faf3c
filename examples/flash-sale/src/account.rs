//! Settles the account, order by order: what clients were promised against what the database and the disk hold.
//!
//! It has no part in the service: it reads what the load generator wrote down, and the files.

use std::collections::{HashMap, HashSet};

use crate::load::{IMPORT, Promise, Tally, import_key, order_key};
use crate::order::Lane;
use crate::store::Row;

/// What has become of the orders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Orders that were promised: answered 2xx.
    pub accepted: u64,
    /// Promised, and in the database.
    pub stored: u64,
    /// Promised, not in the database, but in the queue on disk.
    pub spilled: u64,
    /// Promised, and nowhere.
    pub lost: u64,
    /// In the database more than once; the surplus.
    pub duplicates: u64,
    /// In the database, though nobody has ever ordered it.
    pub strangers: u64,
    /// In the database, though the client had no 2xx: its connection died, or it has left.
    pub unconfirmed: u64,
    /// Rows that were stored while the load lasted.
    pub in_time: u64,
    /// For each interactive order that was promised and stored, by the time at which it was due: how long
    /// it took until it was both, in microseconds.
    pub latencies: Vec<(u64, u64)>,
}

/// Compares promises with what is there; `until` is the end of the load, in microseconds since 1970.
pub fn settle(
    promises: &[Promise],
    rows: &[Row],
    on_disk: &HashSet<String>,
    tally: &Tally,
    until: u64,
) -> Account {
    let mut account = Account::default();
    let mut stored: HashMap<&str, u64> = HashMap::with_capacity(rows.len());
    for Row { key, stored_at } in rows {
        account.in_time += u64::from(*stored_at <= until);
        if stored.insert(key, *stored_at).is_some() {
            account.duplicates += 1;
        }
    }
    let mut promised = HashSet::new();
    for promise in promises {
        for key in promise.keys() {
            if promised.contains(&key) {
                continue;
            }
            account.accepted += 1;
            if let Some(stored_at) = stored.get(key.as_str()) {
                account.stored += 1;
                if promise.lane == Lane::Interactive {
                    let done = promise.answered.max(*stored_at);
                    account.latencies.push((promise.due, done.saturating_sub(promise.due)));
                }
            } else if on_disk.contains(&key) {
                account.spilled += 1;
            } else {
                account.lost += 1;
            }
            promised.insert(key);
        }
    }
    let orders = (0..tally.interactive).map(order_key);
    let imports = (0..tally.imports).flat_map(|n| (0..IMPORT).map(move |k| import_key(n, k)));
    let sent: HashSet<_> = orders.chain(imports).collect();
    for key in stored.keys() {
        if !sent.contains(*key) {
            account.strangers += 1;
        } else if !promised.contains(*key) {
            account.unconfirmed += 1;
        }
    }
    account
}

impl Account {
    /// Whether every promise was kept, once.
    pub fn is_settled(&self) -> bool {
        self.accepted == self.stored + self.spilled
            && self.lost == 0
            && self.duplicates == 0
            && self.strangers == 0
    }

    /// The latency that so many of a thousand interactive orders did not exceed, in milliseconds.
    pub fn latency(&self, per_mille: usize) -> Option<f64> {
        let mut sorted: Vec<_> = self.latencies.iter().map(|(_, latency)| *latency).collect();
        sorted.sort_unstable();
        percentile(&sorted, per_mille)
    }
}

/// Of sorted microseconds, in milliseconds.
pub(crate) fn percentile(sorted: &[u64], per_mille: usize) -> Option<f64> {
    let rank = (sorted.len() * per_mille).div_ceil(1000).max(1);
    sorted.get(rank - 1).map(|micros| *micros as f64 / 1000.0)
}
