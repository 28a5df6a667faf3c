//! The database: SQLite, one table.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, params};

use crate::AnyResult;
use crate::clock::micros;
use crate::order::{Lane, Order};

/// What pages SQLite keeps in memory: 512 KiB, as it wants to be told. Orders are written, and hardly ever read.
const CACHE: i32 = -512;

/// The orders of a shop.
///
/// `synchronous = FULL`: a commit has reached the disk, and not only the system, before anybody hears of it.
#[derive(Debug)]
pub struct Store(Connection);

/// What has become of an order that was to be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It is in the database now.
    New,
    /// It was there already: this was a retry.
    Known,
}

impl Store {
    /// Opens the database, and makes it if there is none.
    ///
    /// # Errors
    ///
    /// If it cannot be opened.
    pub fn open(path: &Path) -> AnyResult<Self> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "cache_size", CACHE)?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS orders (
                number INTEGER PRIMARY KEY,
                key TEXT NOT NULL UNIQUE,
                lane TEXT NOT NULL,
                customer INTEGER NOT NULL,
                article INTEGER NOT NULL,
                quantity INTEGER NOT NULL,
                stored_at INTEGER NOT NULL
            ) STRICT",
        )?;
        Ok(Self(connection))
    }

    /// Stores orders in one transaction: all of them, or in case of an error none.
    ///
    /// # Errors
    ///
    /// If the database refuses, as it does when the disk is full.
    pub fn store(&mut self, orders: &[(&Order, Lane)]) -> AnyResult<Vec<Stored>> {
        let transaction = self.0.transaction()?;
        let mut insert = transaction.prepare_cached(
            "INSERT INTO orders (key, lane, customer, article, quantity, stored_at)
             VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
        )?;
        let now = i64::try_from(micros())?;
        let mut stored = Vec::new();
        for (Order { key, basket }, lane) in orders {
            let row =
                params![key, lane.name(), basket.customer, basket.article, basket.quantity, now];
            stored.push(if insert.execute(row)? == 1 { Stored::New } else { Stored::Known });
        }
        drop(insert);
        transaction.commit()?;
        Ok(stored)
    }
}

/// What a database holds, read by somebody who has no part in writing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The key of the order.
    pub key: String,
    /// When it was stored, in microseconds since 1970.
    pub stored_at: u64,
}

/// Reads all rows of a database.
///
/// # Errors
///
/// If there is no such database.
pub fn read(path: &Path) -> AnyResult<Vec<Row>> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // NOT INDEXED: an index that says that keys are unique shall not answer whether they are.
    let mut query = connection.prepare("SELECT key, stored_at FROM orders NOT INDEXED")?;
    let rows = query.query_map((), |row| {
        Ok(Row { key: row.get(0)?, stored_at: row.get::<_, i64>(1)?.unsigned_abs() })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
