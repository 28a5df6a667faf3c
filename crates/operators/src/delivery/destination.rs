use std::error::Error;
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use super::Outcome;

/// Where records go that is told of each whether it has arrived: a broker, a queue on disk.
///
/// [`send_to`](crate::ext::DeliveryExt::send_to) takes the elements of a stream there. Several streams may share
/// a destination: each has a [`window`](Self::window) of its own.
///
/// ```
/// use std::convert::Infallible;
/// use std::num::NonZeroUsize;
/// use reactive_streams_operators::delivery::{Destination, Outcome, Sent};
/// use reactive_streams_operators::from_iter;
/// use reactive_streams_operators::prelude::*;
///
/// struct Printer;
///
/// impl Destination for Printer {
///     type Record = String;
///     type Receipt = usize;
///     type Error = Infallible;
///
///     fn window(&self) -> NonZeroUsize {
///         NonZeroUsize::MIN
///     }
///
///     fn send(&self, line: String, outcome: Outcome<usize, Infallible>) {
///         println!("{line}");
///         outcome.sent(line.len());
///     }
/// }
///
/// let results = from_iter([7, 11]).send_to(Printer, |n| n.to_string());
/// let lengths = results.map_ok(|sent: Sent<_, _>| sent.receipt).collect::<Vec<_>>().block().unwrap();
/// assert_eq!(lengths, [Ok(1), Ok(2)]);
/// ```
pub trait Destination: Send + Sync + 'static {
    /// What it takes.
    type Record: Send + 'static;

    /// What it says of a record that has arrived: where it is, under which number.
    type Receipt: Send + 'static;

    /// Why a record may not arrive.
    type Error: Send + 'static;

    /// How many records a stream may have on their way. Asked once, when the stream is subscribed.
    fn window(&self) -> NonZeroUsize;

    /// Takes a record, and tells its outcome later: from any thread, in any order, or at once.
    ///
    /// It is called on the thread that brings the element, by one thread at a time for each stream, and is
    /// not to wait for the outcome. Nothing comes back from here: what is wrong is an outcome. If it
    /// panics, the stream is over.
    ///
    /// To tell an outcome may deliver it, and bring the next element, on the thread that tells. So tell with no
    /// lock in hand, and several that are known [together](Outcome::tell_all).
    fn send(&self, record: Self::Record, outcome: Outcome<Self::Receipt, Self::Error>);
}

impl<D: Destination> Destination for Arc<D> {
    type Record = D::Record;
    type Receipt = D::Receipt;
    type Error = D::Error;

    fn window(&self) -> NonZeroUsize {
        (**self).window()
    }

    fn send(&self, record: D::Record, outcome: Outcome<D::Receipt, D::Error>) {
        (**self).send(record, outcome);
    }
}

/// An element whose record has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent<T, R> {
    /// The element of which the record was made.
    pub element: T,
    /// What the destination says of the record.
    pub receipt: R,
}

/// An element whose record has not arrived.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Unsent<T, E> {
    /// The element of which the record was made.
    pub element: T,
    /// Why it has not.
    pub error: E,
}

// By hand, so that the element need not be `Debug` for it to be an error.
impl<T, E: fmt::Debug> fmt::Debug for Unsent<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unsent").field("error", &self.error).finish_non_exhaustive()
    }
}

impl<T, E> fmt::Display for Unsent<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record has not arrived")
    }
}

impl<T, E: Error + 'static> Error for Unsent<T, E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.error)
    }
}
