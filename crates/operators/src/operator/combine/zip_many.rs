use reactive_streams::Publisher;

use super::{Zip, ZipWith};
use crate::engine::Pass;

/// Publisher for [`zip3`].
pub type Zip3<A, B, C> = Pass<
    Zip<Zip<A, B>, C>,
    ZipWith<
        fn(
            (<A as Publisher>::Item, <B as Publisher>::Item),
            <C as Publisher>::Item,
        ) -> (<A as Publisher>::Item, <B as Publisher>::Item, <C as Publisher>::Item),
    >,
>;

/// Publisher for [`zip4`].
pub type Zip4<A, B, C, D> = Pass<
    Zip<Zip<A, B>, Zip<C, D>>,
    ZipWith<
        fn(
            (<A as Publisher>::Item, <B as Publisher>::Item),
            (<C as Publisher>::Item, <D as Publisher>::Item),
        ) -> (
            <A as Publisher>::Item,
            <B as Publisher>::Item,
            <C as Publisher>::Item,
            <D as Publisher>::Item,
        ),
    >,
>;

/// Gives the elements of three publishers side by side, until one of them has no more.
///
/// It is two [`zip`](crate::ext::CombineExt::zip), with the demand and the ends that those have.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{from_iter, range, zip3};
///
/// let rows = zip3(range(1..9), from_iter(["a", "b"]), range(0..3));
/// assert_eq!(rows.collect::<Vec<_>>().block().unwrap(), [(1, "a", 0), (2, "b", 1)]);
/// ```
#[doc(alias = "zipArray")]
#[doc(alias = "zipN")]
pub fn zip3<A, B, C>(a: A, b: B, c: C) -> Zip3<A, B, C>
where
    A: Publisher,
    B: Publisher<Error = A::Error>,
    C: Publisher<Error = A::Error>,
{
    Pass::new(Zip::new(Zip::new(a, b), c), ZipWith::new(|(a, b), c| (a, b, c)))
}

/// Gives the elements of four publishers side by side, until one of them has no more.
///
/// It is three [`zip`](crate::ext::CombineExt::zip), with the demand and the ends that those have.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{once, zip4};
///
/// let row = zip4(once(1), once("b"), once('c'), once(4.0));
/// assert_eq!(row.collect::<Vec<_>>().block().unwrap(), [(1, "b", 'c', 4.0)]);
/// ```
#[doc(alias = "zipN")]
pub fn zip4<A, B, C, D>(a: A, b: B, c: C, d: D) -> Zip4<A, B, C, D>
where
    A: Publisher,
    B: Publisher<Error = A::Error>,
    C: Publisher<Error = A::Error>,
    D: Publisher<Error = A::Error>,
{
    let zip = Zip::new(Zip::new(a, b), Zip::new(c, d));
    Pass::new(zip, ZipWith::new(|(a, b), (c, d)| (a, b, c, d)))
}
