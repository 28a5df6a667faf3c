//! The database: an order is stored once, however often it comes.

use flash_sale::order::{Basket, Lane, Order};
use flash_sale::store::{Store, Stored, read};
use tempfile::TempDir;

fn order(key: &str, quantity: u32) -> Order {
    Order { key: key.to_owned(), basket: Basket { customer: 1, article: 2, quantity } }
}

fn keys(directory: &TempDir) -> Vec<String> {
    let rows = read(&directory.path().join("orders.sqlite")).expect("a database");
    rows.into_iter().map(|row| row.key).collect()
}

#[test]
fn a_retry_is_not_a_second_order() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("orders.sqlite");
    let (first, second) = (order("a", 1), order("b", 1));
    let mut store = Store::open(&path).unwrap();
    let stored = store.store(&[(&first, Lane::Interactive), (&first, Lane::Interactive)]);
    assert_eq!(stored.unwrap(), [Stored::New, Stored::Known]);

    drop(store);
    let mut store = Store::open(&path).unwrap(); // as after a restart
    let stored = store.store(&[(&second, Lane::Batch), (&first, Lane::Interactive)]);
    assert_eq!(stored.unwrap(), [Stored::New, Stored::Known]);
    assert_eq!(keys(&directory), ["a", "b"]);
}

#[test]
fn a_batch_is_stored_as_a_whole() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("orders.sqlite");
    let mut store = Store::open(&path).unwrap();
    let planted = rusqlite::Connection::open(&path).unwrap();
    planted
        .execute_batch(
            "CREATE TRIGGER refuse BEFORE INSERT ON orders WHEN NEW.quantity = 13
             BEGIN SELECT RAISE(ABORT, 'bad luck'); END",
        )
        .unwrap();
    let (fine, refused) = (order("a", 1), order("b", 13));
    let stored = store.store(&[(&fine, Lane::Batch), (&refused, Lane::Batch)]);
    assert!(stored.unwrap_err().to_string().contains("bad luck"));
    assert!(keys(&directory).is_empty());
}

#[test]
fn who_reads_sees_duplicates_that_an_index_would_hide() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("orders.sqlite");
    let planted = rusqlite::Connection::open(&path).unwrap();
    planted
        .execute_batch(
            "CREATE TABLE orders (key TEXT, stored_at INTEGER);
             INSERT INTO orders VALUES ('a', 1), ('a', 2)",
        )
        .unwrap();
    drop(planted);
    assert_eq!(keys(&directory), ["a", "a"]);
}
