use reactive_streams::{Publisher, Subscriber};

use crate::hooks::drop_error;
use crate::operator::MapErr;

/// One of two publishers of the same elements, for places that take one type.
///
/// Its errors say which it was.
pub(crate) enum Either<A, B> {
    Left(A),
    Right(B),
}

impl<E> Either<E, E> {
    /// The one that there is.
    pub(crate) fn into_inner(self) -> E {
        match self {
            Self::Left(inner) | Self::Right(inner) => inner,
        }
    }
}

impl<E: Send + 'static, F: Send + 'static> Either<E, F> {
    /// Reports an error that cannot be delivered, as the one that it is.
    pub(crate) fn undelivered(self) {
        match self {
            Self::Left(error) => drop_error(error),
            Self::Right(error) => drop_error(error),
        }
    }
}

impl<P, Q> Publisher for Either<P, Q>
where
    P: Publisher,
    Q: Publisher<Item = P::Item>,
{
    type Item = P::Item;
    type Error = Either<P::Error, Q::Error>;

    fn subscribe<S: Subscriber<P::Item, Self::Error>>(self, subscriber: S) {
        match self {
            Self::Left(left) => MapErr::new(left, Either::Left).subscribe(subscriber),
            Self::Right(right) => MapErr::new(right, Either::Right).subscribe(subscriber),
        }
    }
}
