//! The engine of synchronous operators: one element in, at most one out, on the thread that brings it.

mod iterator;
mod link;
mod pass;
mod subscriber;

pub use pass::Pass;

/// A synchronous operator: what it makes of one element.
///
/// [`Pass`] makes a publisher of a stage, [`lift`](crate::ext::ConvertExt::lift) attaches it. A stage
/// need not know of demand: for an element that it skips, another one is requested where that is
/// necessary; when it ends the stream, the upstream is cancelled.
///
/// ```
/// use reactive_streams_operators::engine::{Stage, Step};
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::range;
///
/// /// Every `n`-th element.
/// struct Every(u64, u64);
///
/// impl<T: Send + 'static, E> Stage<T, E> for Every {
///     type Item = T;
///     fn step(&mut self, item: T) -> Step<T, E> {
///         self.1 += 1;
///         if self.1 % self.0 == 0 { Step::Next(item) } else { Step::Skip }
///     }
/// }
///
/// let thirds = range(0..9).lift(Every(3, 0)).collect::<Vec<_>>().block();
/// assert_eq!(thirds.unwrap(), [2, 5, 8]);
/// ```
pub trait Stage<T, E>: Send + 'static {
    /// What comes out.
    type Item: Send + 'static;

    /// Whether [`step`](Self::step) may answer [`Step::Skip`]. A stage that says it does not costs less.
    const SKIPS: bool = true;

    /// Whether [`step`](Self::step) may answer [`Step::Last`] or [`Step::Complete`]. As above.
    const COMPLETES: bool = true;

    /// Whether [`step`](Self::step) may answer [`Step::Error`]. As above.
    const FAILS: bool = true;

    /// Whether there is a [`lead`](Self::lead). A stage that says there is none costs less.
    const LEADS: bool = false;

    /// How many elements it takes in before it gives anything. They are requested together with the
    /// first demand, and so the first so many skips need no request of their own.
    fn lead(&self) -> u64 {
        0
    }

    /// What becomes of an element.
    fn step(&mut self, item: T) -> Step<Self::Item, E>;
}

/// What a [`Stage`] makes of an element.
#[derive(Debug)]
pub enum Step<U, E> {
    /// An element.
    Next(U),
    /// Nothing; the stream goes on.
    Skip,
    /// An element, and then the end.
    Last(U),
    /// The end.
    Complete,
    /// The end, by failure.
    Error(E),
}
