use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams_operators::from_iter;
use reactive_streams_operators::operator::{
    BufferOverflow, Overflow, OverflowObserver, OverflowPolicy, OverflowRule, Overflowed,
};
use reactive_streams_operators::prelude::*;
use reactive_streams_tck::{Element, Given, Sharing, Suite};

use super::common::{PREFETCH, capacity, failing_after, synchronous};
use super::schedulers::{simulated, thread};

pub(super) fn add_to(suite: &mut Suite) {
    synchronous(suite, "on_overflow (hold)", |head| {
        head.on_overflow(capacity(PREFETCH), Overflow::hold())
    })
    .prefetch(PREFETCH as u64);
    synchronous(suite, "limit_rate", |head| head.limit_rate(capacity(PREFETCH)))
        .prefetch(PREFETCH as u64);
    synchronous(suite, "batch (of one)", |head| {
        head.batch(capacity(1), |element| element, |_, element| element)
    })
    .prefetch(2);
    synchronous(suite, "extrapolate (nothing)", |head| head.extrapolate(|_| None)).prefetch(2);
    suite
        .publisher("conflate", |given| from_iter(given.elements_of(1)).conflate(|_, latest| latest))
        .exactly(1)
        .many(Sharing::Own);
    policy(suite, "fail", |_| Overflow::fail());
    policy(suite, "reject", |_| Overflow::reject());
    policy(suite, "block_for", |_| Overflow::block_for(Duration::from_secs(3600), thread()));
    policy(suite, "newest", |_| Overflow::drop_newest());
    policy(suite, "oldest", |_| Overflow::drop_oldest());
    policy(suite, "latest", |_| Overflow::keep_latest());
    policy(suite, "least", |_| {
        Overflow::drop_least(|element: &Element| {
            i64::try_from(element.number()).unwrap_or(i64::MAX)
        })
    });
    policy(suite, "age", |given| Overflow::drop_older_than(Duration::MAX, &simulated(given)));
}

/// As publishers and not as processors: what is asked of a processor is that its prefetch has a bound. With
/// room for all elements, so that none is dropped.
fn policy<R, O>(suite: &mut Suite, name: &str, policy: fn(&Given) -> OverflowPolicy<R, O>)
where
    R: OverflowRule<Element, Failed> + Clone,
    O: OverflowObserver<Element> + Clone,
{
    suite
        .publisher(&format!("on_overflow ({name})"), move |given| {
            from_iter(given.elements()).fallible().on_overflow(room(given), policy(given))
        })
        .up_to(3000)
        .many(Sharing::Own)
        .fails_midway(move |given| {
            let failing = failing_after(given).map_err(|_| Failed);
            failing.on_overflow(room(given), policy(given))
        });
}

/// An upstream or a policy has failed.
#[derive(Debug)]
struct Failed;

impl From<BufferOverflow> for Failed {
    fn from(_: BufferOverflow) -> Self {
        Self
    }
}

impl From<Overflowed<Element>> for Failed {
    fn from(_: Overflowed<Element>) -> Self {
        Self
    }
}

fn room(given: &Given) -> NonZeroUsize {
    capacity(usize::try_from(given.len().max(1)).expect("it has at most 3000 elements"))
}
