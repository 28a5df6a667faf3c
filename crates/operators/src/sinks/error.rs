use std::error::Error;
use std::fmt;

/// Why something was not emitted; it comes back.
///
/// Who would rather try again than give up loops over [`into_inner`](Self::into_inner), or takes a
/// [`channel`](crate::channel), whose senders wait.
#[doc(alias = "QueueOfferResult")]
#[doc(alias = "EmitResult")]
#[doc(alias = "busyLooping")]
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EmitError<T> {
    /// Too little has been requested, and too much waits already.
    Overflow(T),
    /// The stream has ended.
    Terminated(T),
    /// The subscriber has cancelled.
    Cancelled(T),
    /// There is no subscriber.
    #[doc(alias = "FAIL_ZERO_SUBSCRIBER")]
    NoSubscribers(T),
}

impl<T> EmitError<T> {
    /// What was not emitted.
    pub fn into_inner(self) -> T {
        match self {
            Self::Overflow(refused)
            | Self::Terminated(refused)
            | Self::Cancelled(refused)
            | Self::NoSubscribers(refused) => refused,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Overflow(_) => "too little has been requested, and too much waits already",
            Self::Terminated(_) => "the stream has ended",
            Self::Cancelled(_) => "the subscriber has cancelled",
            Self::NoSubscribers(_) => "there is no subscriber",
        }
    }
}

// By hand, so that elements need not be `Debug`.
impl<T> fmt::Debug for EmitError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Overflow(_) => "Overflow(..)",
            Self::Terminated(_) => "Terminated(..)",
            Self::Cancelled(_) => "Cancelled(..)",
            Self::NoSubscribers(_) => "NoSubscribers(..)",
        })
    }
}

impl<T> fmt::Display for EmitError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not emitted: {}", self.reason())
    }
}

impl<T> Error for EmitError<T> {}
