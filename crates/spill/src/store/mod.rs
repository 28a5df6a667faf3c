//! The file: what is in it, and what can go wrong with it.

mod backend;
mod directory;
mod marks;

use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition};

use crate::SpillError;
use crate::options::Backing;
use crate::record::{self, Unreadable, VERSION};
use directory::Directory;
use marks::Marks;

/// The elements, each under its number.
const ELEMENTS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("elements");

/// Under [`NEXT`] the number of the next element, under [`FORMAT`] the version.
const NUMBERS: TableDefinition<'_, &str, u64> = TableDefinition::new("numbers");
const NEXT: &str = "next";
const FORMAT: &str = "format";

/// Under [`ELEMENT`] what elements are called.
const NAMES: TableDefinition<'_, &str, &str> = TableDefinition::new("names");
const ELEMENT: &str = "element";

/// How many elements, and how many bytes of them, are read at a time.
const BATCH: usize = 256;
const BATCH_BYTES: usize = 1 << 20;

/// What is stored, by number and by cost.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Contents {
    pub(crate) count: u64,
    pub(crate) bytes: u64,
}

/// Records in one piece, copied out of the file: nothing of the store is held while they are decoded.
#[derive(Debug)]
pub(crate) struct Records {
    bytes: Vec<u8>,
    /// The number of each, and where it ends.
    places: Vec<(u64, usize)>,
    /// The number behind the last one; behind what is there if there is none.
    pub(crate) behind: u64,
}

impl Records {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let begins = iter::once(0).chain(self.places.iter().map(|(_, end)| *end));
        begins.zip(&self.places).map(|(begin, (number, end))| (*number, &self.bytes[begin..*end]))
    }
}

/// The elements of a queue on disk. One at a time commits; others may read meanwhile.
#[derive(Debug)]
pub(crate) struct Store {
    directory: Directory,
    backing: Backing,
    /// Gone after a failure, and opened anew with the next use.
    database: RwLock<Option<Database>>,
    marks: Mutex<Marks>,
    /// The number of the next element that is accepted.
    next: AtomicU64,
}

impl Store {
    /// Opens the queue in a directory, or makes one there; reads all that is in it.
    pub(crate) fn open(
        path: PathBuf,
        backing: Backing,
        element: &str,
    ) -> Result<(Self, Contents), SpillError> {
        let directory = Directory::open(path)?;
        let marks = Marks::open(&directory.marks()).map_err(|error| directory.io(error))?;
        if !directory.has_elements()? {
            if marks.accepted() > 0 {
                return Err(directory.lost(marks.accepted(), 0));
            }
            create(&directory, backing, element)?;
        }
        let store = Self {
            backing,
            database: RwLock::new(None),
            marks: Mutex::new(marks),
            next: AtomicU64::new(u64::MAX), // nothing is too new
            directory,
        };
        let (next, contents) = store
            .with(|database| inspect(database, element))?
            .map_err(|unfit| unfit.describe(&store.directory, element))?;
        let accepted = store.marks().accepted();
        if next < accepted {
            return Err(store.directory.lost(accepted, next));
        }
        store.next.store(next, Ordering::Release);
        Ok((store, contents))
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.directory.path().to_owned()
    }

    /// The number of the next element that is accepted.
    pub(crate) fn next(&self) -> u64 {
        self.next.load(Ordering::Acquire)
    }

    /// Adds records and removes elements, all or nothing; gives what was removed. Only one at a time.
    pub(crate) fn commit(
        &self,
        records: &mut [&mut [u8]],
        removed: &[u64],
    ) -> Result<Contents, SpillError> {
        let first = self.next();
        let next = first + records.len() as u64;
        for (number, record) in (first..).zip(records.iter_mut()) {
            record::place(record, number);
        }
        self.with(|database| {
            let mut freed = Contents::default();
            let transaction = database.begin_write()?;
            {
                let mut elements = transaction.open_table(ELEMENTS)?;
                for (number, record) in (first..).zip(records.iter()) {
                    elements.insert(number, &**record)?;
                }
                for number in removed {
                    if let Some(record) = elements.remove(number)? {
                        freed.count += 1;
                        freed.bytes += record::cost(record.value().len());
                    }
                }
            }
            if !records.is_empty() {
                transaction.open_table(NUMBERS)?.insert(NEXT, next)?;
            }
            transaction.commit()?;
            if !records.is_empty() {
                self.marks().accept(next)?;
            }
            // Here, for what is newer is removed when the file is opened anew.
            self.next.store(next, Ordering::Release);
            Ok(freed)
        })
    }

    /// Up to so many records from this number on, in order.
    pub(crate) fn read(&self, from: u64, most: usize) -> Result<Records, SpillError> {
        let end = self.next();
        self.with(|database| {
            let elements = database.begin_read()?.open_table(ELEMENTS)?;
            let mut records = Records { bytes: Vec::new(), places: Vec::new(), behind: end };
            for element in elements.range(from..end)?.take(most.min(BATCH)) {
                let (number, record) = element?;
                records.bytes.extend_from_slice(record.value());
                records.places.push((number.value(), records.bytes.len()));
                records.behind = number.value() + 1;
                if records.bytes.len() >= BATCH_BYTES {
                    break;
                }
            }
            Ok(records)
        })
    }

    /// What is wrong with a record.
    pub(crate) fn unreadable(&self, number: u64, unreadable: &Unreadable) -> SpillError {
        self.directory.unreadable(number, unreadable)
    }

    /// Notes that all elements before `number` have been delivered, and tells how far that was before.
    pub(crate) fn deliver(&self, number: u64) -> Result<u64, SpillError> {
        let mut marks = self.marks();
        let before = marks.delivered();
        marks.deliver(number).map_err(|error| self.directory.io(error))?;
        Ok(before)
    }

    fn marks(&self) -> MutexGuard<'_, Marks> {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Uses the database. After a failure it is closed, and opened anew with the next use: what it has in memory
    /// may not be what is in the file.
    fn with<R>(
        &self,
        act: impl FnOnce(&Database) -> Result<R, redb::Error>,
    ) -> Result<R, SpillError> {
        let mut guard = self.database.read().unwrap_or_else(PoisonError::into_inner);
        if guard.is_none() {
            drop(guard);
            self.reopen()?;
            guard = self.database.read().unwrap_or_else(PoisonError::into_inner);
        }
        let outcome = match guard.as_ref() {
            Some(database) => self.guarded(|| act(database)),
            // Somebody else has failed in between.
            None => Err(self.directory.store(redb::Error::PreviousIo)),
        };
        drop(guard);
        if outcome.is_err() {
            let failed = self.database.write().unwrap_or_else(PoisonError::into_inner).take();
            self.guarded(|| {
                drop(failed);
                Ok(())
            })?;
        }
        outcome
    }

    /// The store panics at some of what it finds in a file that was tampered with.
    fn guarded<R>(&self, act: impl FnOnce() -> Result<R, redb::Error>) -> Result<R, SpillError> {
        guarded(&self.directory, act)
    }

    fn reopen(&self) -> Result<(), SpillError> {
        let mut slot = self.database.write().unwrap_or_else(PoisonError::into_inner);
        if slot.is_some() {
            return Ok(());
        }
        let next = self.next();
        let database = self.guarded(|| {
            let database = self.directory.database(&self.directory.elements(), self.backing)?;
            // What was written, and was given back as not accepted.
            let transaction = database.begin_write()?;
            let is_newer = {
                let mut elements = transaction.open_table(ELEMENTS)?;
                let is_newer = elements.range(next..)?.next().is_some();
                elements.retain_in(next.., |_, _| false)?;
                is_newer
            };
            if is_newer {
                transaction.open_table(NUMBERS)?.insert(NEXT, next)?;
                transaction.commit()?;
            } else {
                transaction.abort()?;
            }
            Ok(database)
        })?;
        *slot = Some(database);
        Ok(())
    }
}

fn guarded<R>(
    directory: &Directory,
    act: impl FnOnce() -> Result<R, redb::Error>,
) -> Result<R, SpillError> {
    match catch_unwind(AssertUnwindSafe(act)) {
        Ok(outcome) => outcome.map_err(|error| directory.store(error)),
        Err(_) => Err(directory.corrupt("its pages contradict each other")),
    }
}

/// Makes the file under another name, so that under its own it is whole or is not there.
fn create(directory: &Directory, backing: Backing, element: &str) -> Result<(), SpillError> {
    let unfinished = directory.unfinished();
    directory.remove(&unfinished)?;
    guarded(directory, || {
        let database = directory.database(&unfinished, backing)?;
        let transaction = database.begin_write()?;
        {
            let mut numbers = transaction.open_table(NUMBERS)?;
            numbers.insert(FORMAT, u64::from(VERSION))?;
            numbers.insert(NEXT, 0)?;
            transaction.open_table(NAMES)?.insert(ELEMENT, element)?;
            transaction.open_table(ELEMENTS)?;
        }
        transaction.commit()?;
        Ok(database.close()?)
    })?;
    directory.finish(&unfinished, backing.durability)
}

/// Why the contents of a file are not those of the queue that was asked for.
enum Unfit {
    Format(u64),
    Element(String),
    Incomplete,
    Record(u64, Unreadable),
}

impl Unfit {
    fn describe(self, directory: &Directory, expected: &str) -> SpillError {
        let path = directory.path().to_owned();
        match self {
            Self::Format(found) => {
                SpillError::Version { path, found: u8::try_from(found).unwrap_or(u8::MAX) }
            }
            Self::Element(found) => {
                SpillError::Element { path, found, expected: expected.to_owned() }
            }
            Self::Incomplete => directory.corrupt("it does not say what is in it"),
            Self::Record(number, unreadable) => directory.unreadable(number, &unreadable),
        }
    }
}

/// Looks at everything: the next number, and what is stored.
fn inspect(
    database: &Database,
    expected: &str,
) -> Result<Result<(u64, Contents), Unfit>, redb::Error> {
    let transaction = database.begin_read()?;
    let numbers = transaction.open_table(NUMBERS)?;
    let format = numbers.get(FORMAT)?.map(|format| format.value());
    match format {
        Some(format) if format == u64::from(VERSION) => {}
        Some(format) => return Ok(Err(Unfit::Format(format))),
        None => return Ok(Err(Unfit::Incomplete)),
    }
    let names = transaction.open_table(NAMES)?;
    match names.get(ELEMENT)?.map(|name| name.value().to_owned()) {
        Some(found) if found == expected => {}
        Some(found) => return Ok(Err(Unfit::Element(found))),
        None => return Ok(Err(Unfit::Incomplete)),
    }
    let Some(next) = numbers.get(NEXT)?.map(|next| next.value()) else {
        return Ok(Err(Unfit::Incomplete));
    };
    let mut contents = Contents::default();
    for element in transaction.open_table(ELEMENTS)?.iter()? {
        let (number, record) = element?;
        let (number, record) = (number.value(), record.value());
        if let Err(unreadable) = record::check(number, record) {
            return Ok(Err(Unfit::Record(number, unreadable)));
        }
        contents.count += 1;
        contents.bytes += record::cost(record.len());
    }
    Ok(Ok((next, contents)))
}
