use std::error::Error;
use std::fmt;
use std::num::NonZeroUsize;

/// An element that was left out, and why.
///
/// It is what observers are told, and the error of [`Overflow::reject`](super::Overflow::reject) and
/// [`Overflow::block_for`](super::Overflow::block_for), which carries the element back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Overflowed<T> {
    /// Why it was left out.
    pub reason: Reason,
    /// What was left out.
    pub element: T,
}

/// Why an element was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// It came when there was no room.
    Full,
    /// It had waited longest, and made room for a newer one.
    Oldest,
    /// A newer one has taken its place.
    Superseded,
    /// All others were as important, or more.
    LeastImportant,
    /// It has waited for too long.
    TooOld,
    /// There was no room in the time that was given.
    TimedOut,
    /// It came sooner than its rate allows.
    Limited,
    /// It could not be done in time any more.
    TooLate,
    /// As many as may be were worked on already.
    Saturated,
    /// What it needs did not work at that time.
    Unavailable,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Full,
        Self::Oldest,
        Self::Superseded,
        Self::LeastImportant,
        Self::TooOld,
        Self::TimedOut,
        Self::Limited,
        Self::TooLate,
        Self::Saturated,
        Self::Unavailable,
    ];

    /// What it is called in figures: `least_important`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Oldest => "oldest",
            Self::Superseded => "superseded",
            Self::LeastImportant => "least_important",
            Self::TooOld => "too_old",
            Self::TimedOut => "timed_out",
            Self::Limited => "limited",
            Self::TooLate => "too_late",
            Self::Saturated => "saturated",
            Self::Unavailable => "unavailable",
        }
    }
}

/// What it says of the element.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full => "it came when there was no room",
            Self::Oldest => "it had waited longest, and made room",
            Self::Superseded => "a newer one has taken its place",
            Self::LeastImportant => "all others were as important, or more",
            Self::TooOld => "it has waited for too long",
            Self::TimedOut => "there was no room in time",
            Self::Limited => "it came sooner than its rate allows",
            Self::TooLate => "it could not be done in time",
            Self::Saturated => "as many as may be were worked on",
            Self::Unavailable => "what it needs did not work",
        })
    }
}

// By hand, so that elements need not be `Debug`.
impl<T> fmt::Debug for Overflowed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Overflowed").field("reason", &self.reason).finish_non_exhaustive()
    }
}

impl<T> fmt::Display for Overflowed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an element was left out: {}", self.reason)
    }
}

impl<T> Error for Overflowed<T> {}

/// A buffer was full, and told to [fail](super::Overflow::fail).
#[doc(alias = "MissingBackpressureException")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BufferOverflow {
    /// How many elements the buffer holds.
    pub capacity: NonZeroUsize,
}

impl fmt::Display for BufferOverflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "on_overflow: {} elements wait, and too little is requested", self.capacity)
    }
}

impl Error for BufferOverflow {}
