use std::error::Error;
use std::fmt;
use std::num::NonZeroUsize;

/// What becomes of an element for which a full buffer has no room: [`Fail`], [`DropNewest`] or
/// [`DropOldest`].
#[doc(alias = "BufferOverflowStrategy")]
#[doc(alias = "BackpressureOverflowStrategy")]
#[doc(alias = "BackpressureStrategy")]
pub trait OverflowStrategy<T, E>: sealed::Sealed + Send + 'static {
    /// Whether the oldest element makes room for the newest.
    const EVICTS: bool;

    /// Takes the element that is left out; an error is what the stream is to fail with.
    fn left_out(&mut self, element: T, capacity: NonZeroUsize) -> Option<E>;
}

/// Fails the stream with [`Overflow`].
#[derive(Debug, Clone, Copy)]
pub struct Fail;

impl<T, E: From<Overflow>> OverflowStrategy<T, E> for Fail {
    const EVICTS: bool = false;

    fn left_out(&mut self, _: T, capacity: NonZeroUsize) -> Option<E> {
        Some(Overflow { capacity }.into())
    }
}

/// Hands the element that comes to the closure, and keeps those that wait.
#[derive(Clone)]
pub struct DropNewest<F>(pub F);

opaque!(DropNewest<F>);

impl<T, E, F: FnMut(T) + Send + 'static> OverflowStrategy<T, E> for DropNewest<F> {
    const EVICTS: bool = false;

    fn left_out(&mut self, element: T, _: NonZeroUsize) -> Option<E> {
        (self.0)(element);
        None
    }
}

/// Hands the element that has waited longest to the closure, and keeps the one that comes.
#[derive(Clone)]
pub struct DropOldest<F>(pub F);

opaque!(DropOldest<F>);

impl<T, E, F: FnMut(T) + Send + 'static> OverflowStrategy<T, E> for DropOldest<F> {
    const EVICTS: bool = true;

    fn left_out(&mut self, element: T, _: NonZeroUsize) -> Option<E> {
        (self.0)(element);
        None
    }
}

/// A buffer was full, and told to fail.
#[doc(alias = "MissingBackpressureException")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Overflow {
    /// How many elements the buffer holds.
    pub capacity: NonZeroUsize,
}

impl fmt::Display for Overflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let capacity = self.capacity;
        write!(f, "on_backpressure_buffer: {capacity} elements wait, and too little is requested")
    }
}

impl Error for Overflow {}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Fail {}
    impl<F> Sealed for super::DropNewest<F> {}
    impl<F> Sealed for super::DropOldest<F> {}
}
