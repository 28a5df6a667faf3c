use std::sync::Arc;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::{GroupError, MapErr, TooManyOpen};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{never, once, sink};
use reactive_streams_tck::{Element, Suite, TestError};

use super::common::{Head, PREFETCH, capacity, synchronous};

/// How many elements are requested beforehand: what may wait in the parts, and as many in the place of those
/// that are dropped when one part is cancelled a moment before the others.
const WAITING: u64 = 2 * PREFETCH as u64;

pub(super) fn add_to(suite: &mut Suite) {
    synchronous(suite, "group_by (one group)", |head| {
        let groups = partable(head).group_by(capacity(1), capacity(PREFETCH), |_| 0);
        whole(groups.concat_map(|group| group))
    })
    .prefetch(WAITING);
    synchronous(suite, "window", |head| {
        let windows = partable(head).window(capacity(3), capacity(PREFETCH)).hold_unconsumed();
        whole(windows.concat_map(|window| window))
    })
    .prefetch(WAITING);
    synchronous(suite, "window_until", |head| {
        let mut count = 0;
        let every_fifth = move |_: &Element| {
            count += 1;
            count % 5 == 0
        };
        let windows = partable(head).window_until(capacity(PREFETCH), every_fifth);
        whole(windows.hold_unconsumed().concat_map(|window| window))
    })
    .prefetch(WAITING);
    synchronous(suite, "window_when (one window)", |head| {
        let (opening, closing) = (once(()).fallible(), |()| never::<()>().fallible());
        let shared = partable(head).map(Arc::new);
        let windows = shared.window_when(opening, closing, capacity(1), capacity(PREFETCH));
        let elements = windows.concat_map(|window| window);
        whole(elements.map(|it| Arc::into_inner(it).expect("one window needs no clone")))
    })
    .prefetch(2 * WAITING);
    synchronous(suite, "partition", |head| {
        let (whole, nothing) = head.partition(capacity(PREFETCH), |_| true);
        drop(nothing);
        whole
    })
    .prefetch(WAITING);
    synchronous(suite, "divert_to", |head| {
        let (diverted, _) = sink::for_each(|_| {});
        head.divert_to(diverted, capacity(PREFETCH), |_| false)
    })
    .prefetch(WAITING);
}

/// The error of a stream that can be taken apart.
#[derive(Clone, Debug)]
enum Parted {
    Upstream(TestError),
    Parts(GroupError),
    Windows(TooManyOpen),
}

impl From<GroupError> for Parted {
    fn from(error: GroupError) -> Self {
        Self::Parts(error)
    }
}

impl From<TooManyOpen> for Parted {
    fn from(error: TooManyOpen) -> Self {
        Self::Windows(error)
    }
}

fn partable(head: Head) -> MapErr<Head, fn(TestError) -> Parted> {
    head.map_err(Parted::Upstream)
}

fn whole<P>(parts: P) -> impl Publisher<Item = Element, Error = TestError>
where
    P: Publisher<Item = Element, Error = Parted>,
{
    parts.map_err(|error| match error {
        Parted::Upstream(error) => error,
        Parted::Parts(error) => unreachable!("each part is subscribed: {error}"),
        Parted::Windows(error) => unreachable!("there is one opening: {error}"),
    })
}
