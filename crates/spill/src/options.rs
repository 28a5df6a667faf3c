use std::any::type_name;
use std::num::{NonZeroU64, NonZeroUsize};

/// What an element that was accepted survives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Durability {
    /// The end of the process, at any moment and by any signal: it is with the operating system.
    ///
    /// After a power failure the queue may have lost its latest elements, or be damaged as a whole; `open` says
    /// so, and does not give what is left as if it were all.
    Process,

    /// The loss of power as well: it is on the disk (`fdatasync`, with each commit). Whoever pushes at the
    /// same time shares a commit; [`push_all`](crate::SpillQueue::push_all) makes one of many.
    #[default]
    Power,
}

/// How a queue is opened.
///
/// ```
/// use std::num::NonZeroU64;
/// use reactive_streams_spill::{Durability, SpillOptions};
///
/// let options = SpillOptions::with_capacity(NonZeroU64::new(1 << 30).unwrap())
///     .durability(Durability::Process)
///     .element("order, version 1");
/// ```
#[derive(Clone, Debug)]
#[must_use = "options do nothing by themselves"]
pub struct SpillOptions {
    pub(crate) capacity: NonZeroU64,
    pub(crate) backing: Backing,
    pub(crate) element: Option<String>,
    pub(crate) acknowledge_every: NonZeroUsize,
}

/// What the store is told of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backing {
    pub(crate) durability: Durability,
    /// In bytes.
    pub(crate) cache: usize,
}

impl SpillOptions {
    /// A queue that takes up to `bytes`: of each element that has not been removed its encoded size, and
    /// [`SpillQueue::OVERHEAD`](crate::SpillQueue::OVERHEAD) bytes more.
    ///
    /// The file is larger than that by what a tree of pages needs: up to about twice the size, and a megabyte.
    pub fn with_capacity(bytes: NonZeroU64) -> Self {
        const BATCH: NonZeroUsize = NonZeroUsize::new(256).expect("it is not zero");
        Self {
            capacity: bytes,
            backing: Backing { durability: Durability::default(), cache: 16 << 20 },
            element: None,
            acknowledge_every: BATCH,
        }
    }

    /// What an element that was accepted survives: [`Durability::Power`], if nothing else is said.
    pub fn durability(mut self, durability: Durability) -> Self {
        self.backing.durability = durability;
        self
    }

    /// How many bytes of the file are kept in memory: 16 MiB, if nothing else is said.
    ///
    /// It is used up as the file grows. What goes through while little waits needs little of it.
    pub fn cache(mut self, bytes: usize) -> Self {
        self.backing.cache = bytes;
        self
    }

    /// What the elements are called in the file; a queue is opened only under the name it was made with.
    ///
    /// Else it is the path of the Rust type. Give a name where the type may move or be renamed, and
    /// another one where what it is encoded to changes: a field more is another type.
    pub fn element(mut self, name: impl Into<String>) -> Self {
        self.element = Some(name.into());
        self
    }

    /// How many acknowledgements wait to be written together: 256, if nothing else is said.
    ///
    /// They are also written with whatever is pushed, and when a consumer has dealt with all there is. If the
    /// process is killed, what they belong to is delivered again.
    pub fn acknowledge_every(mut self, count: NonZeroUsize) -> Self {
        self.acknowledge_every = count;
        self
    }

    pub(crate) fn element_name<T>(&self) -> &str {
        self.element.as_deref().unwrap_or_else(|| type_name::<T>())
    }
}
