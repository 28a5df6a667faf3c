use std::iter::{self, FromFn, Repeat};

use super::{FromIter, from_iter};

/// Gives what `f` makes of a state, until it makes nothing: an element, and the next state.
///
/// # Demand
///
/// `f` is called for each element, when that is requested; behaves as [`from_iter`](crate::from_iter).
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::unfold;
///
/// let powers = unfold(1u8, |n| Some((n, n.checked_mul(4)?)));
/// assert_eq!(powers.collect::<Vec<_>>().block().unwrap(), [1, 4, 16]);
/// ```
#[doc(alias = "iterate")]
pub fn unfold<S, T, F>(state: S, f: F) -> FromIter<Unfold<S, F>>
where
    S: Send + 'static,
    T: Send + 'static,
    F: FnMut(S) -> Option<(T, S)> + Send + 'static,
{
    from_iter(Unfold { state: Some(state), f })
}

/// Gives what `f` gives, until it gives nothing.
///
/// # Demand
///
/// `f` is called for each element, when that is requested; behaves as [`from_iter`](crate::from_iter).
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::from_fn;
///
/// let mut stack = vec!["a", "b"];
/// let popped = from_fn(move || stack.pop());
/// assert_eq!(popped.collect::<Vec<_>>().block().unwrap(), ["b", "a"]);
/// ```
pub fn from_fn<T, F>(f: F) -> FromIter<FromFn<F>>
where
    T: Send + 'static,
    F: FnMut() -> Option<T> + Send + 'static,
{
    from_iter(iter::from_fn(f))
}

/// Gives clones of `value`, without end.
///
/// # Demand
///
/// A clone is made when it is requested; behaves as [`from_iter`](crate::from_iter).
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::repeat_value;
///
/// assert_eq!(repeat_value(7).take(3).collect::<Vec<_>>().block().unwrap(), [7, 7, 7]);
/// ```
#[doc(alias = "repeat")]
pub fn repeat_value<T: Clone + Send + 'static>(value: T) -> FromIter<Repeat<T>> {
    from_iter(iter::repeat(value))
}

/// Iterator of [`unfold`].
#[derive(Clone)]
pub struct Unfold<S, F> {
    /// Gone at the end.
    state: Option<S>,
    f: F,
}

opaque!(Unfold<S, F>);

impl<S, T, F: FnMut(S) -> Option<(T, S)>> Iterator for Unfold<S, F> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        let (item, state) = (self.f)(self.state.take()?)?;
        self.state = Some(state);
        Some(item)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, if self.state.is_some() { None } else { Some(0) })
    }
}
