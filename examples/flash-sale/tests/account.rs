//! The account finds what is planted in it.

use std::collections::HashSet;

use flash_sale::account::{Account, settle};
use flash_sale::load::{IMPORT, Promise, Tally, import_key, order_key};
use flash_sale::order::Lane;
use flash_sale::store::Row;

/// Two orders and an import, all promised; the first of the import waits on disk.
struct Run {
    promises: Vec<Promise>,
    rows: Vec<Row>,
    on_disk: HashSet<String>,
    tally: Tally,
}

const ALL: u64 = 2 + IMPORT as u64;

impl Run {
    fn new() -> Self {
        let promise = |lane, number, due| {
            let status = if lane == Lane::Interactive { 201 } else { 202 };
            Promise { lane, number, status, due, answered: due + 20 }
        };
        let row = |key, stored_at| Row { key, stored_at };
        let orders = [row(order_key(0), 1_010), row(order_key(1), 1_150)];
        let imported = (1..IMPORT).map(|n| row(import_key(0, n), 3_000));
        Self {
            promises: vec![
                promise(Lane::Interactive, 0, 1_000),
                promise(Lane::Interactive, 1, 1_100),
                promise(Lane::Batch, 0, 1_200),
            ],
            rows: orders.into_iter().chain(imported).collect(),
            on_disk: HashSet::from([import_key(0, 0)]),
            tally: Tally { interactive: 3, imports: 1, ..Tally::default() },
        }
    }

    fn settle(&self) -> Account {
        settle(&self.promises, &self.rows, &self.on_disk, &self.tally, 2_000)
    }
}

#[test]
fn settles_what_is_in_order() {
    let account = Run::new().settle();
    assert!(account.is_settled());
    assert_eq!((account.accepted, account.stored, account.spilled), (ALL, ALL - 1, 1));
    assert_eq!(account.in_time, 2);
    // The first was stored before its answer came, the second after.
    assert_eq!(account.latencies, [(1_000, 20), (1_100, 50)]);
}

#[test]
fn finds_an_order_that_is_lost() {
    let mut run = Run::new();
    run.rows.remove(1);
    let account = run.settle();
    assert_eq!((account.lost, account.is_settled()), (1, false));
}

#[test]
fn finds_an_order_that_is_lost_on_disk() {
    let mut run = Run::new();
    run.on_disk.clear();
    let account = run.settle();
    assert_eq!((account.lost, account.is_settled()), (1, false));
}

#[test]
fn finds_an_order_that_is_stored_twice() {
    let mut run = Run::new();
    run.rows.push(run.rows[0].clone());
    let account = run.settle();
    assert_eq!((account.duplicates, account.is_settled()), (1, false));
}

#[test]
fn finds_an_order_that_nobody_made() {
    let mut run = Run::new();
    run.rows.push(Row { key: order_key(3), stored_at: 1_000 });
    let account = run.settle();
    assert_eq!((account.strangers, account.is_settled()), (1, false));
}

#[test]
fn an_order_whose_answer_was_not_seen_is_not_accepted() {
    let mut run = Run::new();
    run.rows.push(Row { key: order_key(2), stored_at: 1_000 });
    let account = run.settle();
    assert_eq!((account.accepted, account.unconfirmed, account.is_settled()), (ALL, 1, true));
}

#[test]
fn what_is_both_stored_and_on_disk_is_stored() {
    let mut run = Run::new();
    run.on_disk.insert(order_key(0)); // stored, and killed before that was acknowledged
    let account = run.settle();
    assert_eq!((account.stored, account.spilled, account.is_settled()), (ALL - 1, 1, true));
}

#[test]
fn an_order_that_is_promised_twice_is_one() {
    let mut run = Run::new();
    run.promises.push(run.promises[0].clone());
    assert_eq!(run.settle().accepted, ALL);
}

#[test]
fn takes_percentiles() {
    let latencies = (1..=1_000).map(|micros| (0, micros * 1_000)).collect();
    let account = Account { latencies, ..Account::default() };
    let taken = [500, 990, 999, 1_000].map(|per_mille| account.latency(per_mille));
    assert_eq!(taken, [Some(500.0), Some(990.0), Some(999.0), Some(1_000.0)]);
    assert_eq!(Account::default().latency(500), None);
}
