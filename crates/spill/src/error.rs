use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use reactive_streams_operators::AnyError;

/// What went wrong with a queue on disk, where, and what to do about it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum SpillError {
    /// Another process, or another value in this one, has the queue open.
    Locked {
        /// The directory of the queue.
        path: PathBuf,
    },
    /// The directory holds something that is no queue.
    Foreign {
        /// The directory.
        path: PathBuf,
        /// What was found there.
        found: String,
    },
    /// The queue was made by a version of this library whose format this one does not know.
    Version {
        /// The directory of the queue.
        path: PathBuf,
        /// The version of the format.
        found: u8,
    },
    /// The queue holds elements of another type.
    Element {
        /// The directory of the queue.
        path: PathBuf,
        /// What its elements are called.
        found: String,
        /// What was asked for.
        expected: String,
    },
    /// What is in the file is not what was written to it.
    Corrupt {
        /// The directory of the queue.
        path: PathBuf,
        /// What does not fit.
        detail: String,
    },
    /// Elements that were accepted are not in the file: it was truncated or replaced, or power failed with
    /// [`Durability::Process`](crate::Durability::Process).
    Lost {
        /// The directory of the queue.
        path: PathBuf,
        /// How many elements have been accepted in the life of the queue.
        accepted: u64,
        /// How many of them the file knows of.
        found: u64,
    },
    /// An element is there and unharmed, but is not one of this type.
    Undecodable {
        /// The directory of the queue.
        path: PathBuf,
        /// Which one, counted from the first that was ever accepted.
        sequence: u64,
    },
    /// An element cannot be encoded: its `Serialize` says no, or does not say how long it is.
    Unencodable {
        /// What it says.
        detail: String,
    },
    /// There is no room: so many bytes are taken of so many.
    Full {
        /// What the elements take that have not been removed.
        used: u64,
        /// What they may take.
        capacity: u64,
        /// What was to be added.
        needed: u64,
    },
    /// The disk is full, or a quota of it, or the file has the largest size that is allowed.
    DiskFull {
        /// The directory of the queue.
        path: PathBuf,
        /// What the operating system says.
        source: Arc<io::Error>,
    },
    /// The directory cannot be read or written.
    Permission {
        /// The directory of the queue.
        path: PathBuf,
        /// What the operating system says.
        source: Arc<io::Error>,
    },
    /// Another failure of the operating system.
    Io {
        /// The directory of the queue.
        path: PathBuf,
        /// What it says.
        source: Arc<io::Error>,
    },
    /// The deliveries have a consumer, and can have no second one.
    Busy {
        /// The directory of the queue.
        path: PathBuf,
    },
    /// The queue was [closed](crate::SpillQueue::close): it takes no more.
    Closed,
}

impl SpillError {
    pub(crate) fn io(path: impl Into<PathBuf>, error: io::Error) -> Self {
        let (path, kind, source) = (path.into(), error.kind(), Arc::new(error));
        match kind {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::DiskFull { path, source },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::Permission { path, source }
            }
            _ => Self::Io { path, source },
        }
    }

    /// Whether there is no room in the queue, and there may be some later.
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Full { .. })
    }
}

impl fmt::Display for SpillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Locked { path } => write!(
                f,
                "{} is open in another process, or elsewhere in this one: end that first, or share the queue \
                 by cloning it",
                path.display()
            ),
            Self::Foreign { path, found } => write!(
                f,
                "{} is no queue, there is {found} in it: choose a directory that is empty or does not exist",
                path.display()
            ),
            Self::Version { path, found } => write!(
                f,
                "{} has format {found}, which this version does not know: open it with the version that \
                 wrote it, and empty it there",
                path.display()
            ),
            Self::Element { path, found, expected } => write!(
                f,
                "{} holds elements called {found:?}, not {expected:?}: if they are encoded alike, open it \
                 with `SpillOptions::element({found:?})`, else empty it with the program that wrote it",
                path.display()
            ),
            Self::Corrupt { path, detail } => write!(
                f,
                "{} is damaged: {detail}; move it away and restore it from a copy, or begin with an empty one",
                path.display()
            ),
            Self::Lost { path, accepted, found } => write!(
                f,
                "{} has lost elements: {accepted} were accepted, and the file knows of {found}; restore it \
                 from a copy, or remove the file `marks` in it to go on with what is left",
                path.display()
            ),
            Self::Undecodable { path, sequence } => write!(
                f,
                "element {sequence} of {} is none of this type: read it with the type that it was written \
                 as, and give `SpillOptions::element` another name when the type changes",
                path.display()
            ),
            Self::Unencodable { detail } => write!(f, "the element cannot be encoded: {detail}"),
            Self::Full { used, capacity, needed } => write!(
                f,
                "the queue is full, {used} of {capacity} bytes are taken and {needed} more are needed: \
                 consume, or open it with a larger capacity"
            ),
            Self::DiskFull { path, source } => write!(
                f,
                "the disk of {} is full ({source}): make room; the queue goes on with the next call",
                path.display()
            ),
            Self::Permission { path, source } => write!(
                f,
                "{} cannot be written ({source}): give this user the right to read and write in it",
                path.display()
            ),
            Self::Io { path, source } => write!(
                f,
                "{} cannot be read or written ({source}); the queue tries again with the next call",
                path.display()
            ),
            Self::Busy { path } => write!(
                f,
                "the deliveries of {} have a consumer: cancel that one first",
                path.display()
            ),
            Self::Closed => f.write_str("the queue was closed, and takes no more"),
        }
    }
}

impl Error for SpillError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::DiskFull { source, .. }
            | Self::Permission { source, .. }
            | Self::Io { source, .. } => Some(&**source),
            _ => None,
        }
    }
}

impl From<SpillError> for AnyError {
    fn from(error: SpillError) -> Self {
        Self::new(error)
    }
}

/// What was not accepted, and why. It is the caller's again.
///
/// After [`SpillError::DiskFull`] or [`SpillError::Io`] none of it comes up later, as long as the process lives:
/// what a failed write left in the file is removed before anything else is written.
#[derive(Clone)]
pub struct PushError<T> {
    /// What was not accepted.
    pub element: T,
    /// Why.
    pub error: SpillError,
}

// By hand, so that elements need not be `Debug`.
impl<T> fmt::Debug for PushError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PushError").field("error", &self.error).finish_non_exhaustive()
    }
}

impl<T> fmt::Display for PushError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not accepted: {}", self.error)
    }
}

impl<T> Error for PushError<T> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.error)
    }
}

impl<T: Send + Sync + 'static> From<PushError<T>> for AnyError {
    fn from(error: PushError<T>) -> Self {
        Self::new(error)
    }
}
