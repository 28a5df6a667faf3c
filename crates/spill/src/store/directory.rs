use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use redb::Database;
use redb::backends::FileBackend;

use super::backend::Backend;
use crate::options::Backing;
use crate::record::Unreadable;
use crate::{Durability, SpillError};

const LOCK: &str = "lock";
const MARKS: &str = "marks";
const ELEMENTS: &str = "elements.redb";
const UNFINISHED: &str = "elements.redb.new";

/// The directory of a queue, locked.
#[derive(Debug)]
pub(super) struct Directory {
    path: PathBuf,
    /// Held open, for that is what locks.
    _lock: File,
}

impl Directory {
    pub(super) fn open(path: PathBuf) -> Result<Self, SpillError> {
        let io = |error| SpillError::io(&path, error);
        if path.exists() && !path.is_dir() {
            return Err(SpillError::Foreign { path, found: "a file".to_owned() });
        }
        fs::create_dir_all(&path).map_err(io)?;
        if !path.join(ELEMENTS).exists() {
            for entry in fs::read_dir(&path).map_err(io)? {
                let found = entry.map_err(io)?.file_name();
                if ![LOCK, MARKS, UNFINISHED].iter().any(|name| found == *name) {
                    let found = found.display().to_string();
                    return Err(SpillError::Foreign { path, found });
                }
            }
        }
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let lock = options.open(path.join(LOCK)).map_err(io)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(SpillError::Locked { path }),
            Err(TryLockError::Error(error)) => Err(io(error)),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn marks(&self) -> PathBuf {
        self.path.join(MARKS)
    }

    pub(super) fn elements(&self) -> PathBuf {
        self.path.join(ELEMENTS)
    }

    pub(super) fn unfinished(&self) -> PathBuf {
        self.path.join(UNFINISHED)
    }

    pub(super) fn has_elements(&self) -> Result<bool, SpillError> {
        self.elements().try_exists().map_err(|error| self.io(error))
    }

    pub(super) fn remove(&self, file: &Path) -> Result<(), SpillError> {
        match fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(self.io(error)),
            _ => Ok(()),
        }
    }

    /// Gives the elements their name.
    pub(super) fn finish(
        &self,
        unfinished: &Path,
        durability: Durability,
    ) -> Result<(), SpillError> {
        let finish = || {
            fs::rename(unfinished, self.elements())?;
            if durability == Durability::Power && cfg!(unix) {
                File::open(&self.path)?.sync_all()?; // the name itself
            }
            Ok(())
        };
        finish().map_err(|error| self.io(error))
    }

    /// Opens a file of the store, or makes one; verifies all its pages.
    pub(super) fn database(&self, file: &Path, backing: Backing) -> Result<Database, redb::Error> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let file = FileBackend::new(options.open(file)?)?;
        let mut builder = Database::builder();
        builder.set_cache_size(backing.cache).set_check_integrity_on_open(true);
        Ok(builder.create_with_backend(Backend { file, durability: backing.durability })?)
    }

    pub(super) fn io(&self, error: io::Error) -> SpillError {
        SpillError::io(&self.path, error)
    }

    pub(super) fn corrupt(&self, detail: impl Into<String>) -> SpillError {
        SpillError::Corrupt { path: self.path.clone(), detail: detail.into() }
    }

    pub(super) fn lost(&self, accepted: u64, found: u64) -> SpillError {
        SpillError::Lost { path: self.path.clone(), accepted, found }
    }

    pub(super) fn unreadable(&self, sequence: u64, unreadable: &Unreadable) -> SpillError {
        match unreadable {
            Unreadable::Version(found) => {
                SpillError::Version { path: self.path.clone(), found: *found }
            }
            Unreadable::Checksum => {
                self.corrupt(format!("the checksum of element {sequence} does not fit"))
            }
            Unreadable::Type => SpillError::Undecodable { path: self.path.clone(), sequence },
        }
    }

    /// What the store says.
    pub(super) fn store(&self, error: redb::Error) -> SpillError {
        match error {
            // So it calls a file that is too short, or does not begin as its files do.
            redb::Error::Io(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof
                ) =>
            {
                self.corrupt(error.to_string())
            }
            redb::Error::Io(error) => self.io(error),
            redb::Error::DatabaseAlreadyOpen => SpillError::Locked { path: self.path.clone() },
            redb::Error::PreviousIo => self.io(io::Error::other(error.to_string())),
            other => self.corrupt(other.to_string()),
        }
    }
}
