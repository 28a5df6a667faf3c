use std::error::Error;
use std::fmt;
use std::marker::PhantomData;
use std::ops::ControlFlow::{self, Break, Continue};

use reactive_streams::Demand;

use crate::engine::Reducer;
use crate::mono::Cardinality;

/// A stream has not the [single](crate::ext::SelectExt::single) element that it should have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSingle {
    /// There was none.
    Empty,
    /// There was a second one.
    Several,
}

impl fmt::Display for NotSingle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the stream has no element, and should have one",
            Self::Several => "the stream has several elements, and should have one",
        })
    }
}

impl Error for NotSingle {}

/// Reducer for [`SelectExt::single`](crate::ext::SelectExt::single) and
/// [`single_or_empty`](crate::ext::SelectExt::single_or_empty).
pub struct SingleElement<C>(PhantomData<fn() -> C>);

opaque!(SingleElement<C>);

impl<C> SingleElement<C> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

// By hand, because the derived one would ask for `C: Clone`.
impl<C> Clone for SingleElement<C> {
    fn clone(&self) -> Self {
        Self::new()
    }
}

/// What has come.
#[derive(Debug, Clone)]
pub enum Seen<T> {
    /// Nothing.
    None,
    /// One element.
    One(T),
    /// More than that.
    Several,
}

impl<T, E, C> Reducer<Seen<T>, T, E> for SingleElement<C>
where
    T: Send + 'static,
    E: From<NotSingle>,
    C: Cardinality,
{
    type Item = T;
    type Cardinality = C;

    /// Two: a second element is enough to know.
    fn demand(&self) -> Demand {
        Demand::of(2)
    }

    fn step(&mut self, seen: Seen<T>, item: T) -> ControlFlow<Seen<T>, Seen<T>> {
        match seen {
            Seen::None => Continue(Seen::One(item)),
            Seen::One(_) | Seen::Several => Break(Seen::Several),
        }
    }

    fn finish(self, seen: Seen<T>) -> Result<Option<T>, E> {
        match seen {
            Seen::One(item) => Ok(Some(item)),
            Seen::None if C::of(None::<T>).is_some() => Ok(None),
            Seen::None => Err(NotSingle::Empty.into()),
            Seen::Several => Err(NotSingle::Several.into()),
        }
    }
}
