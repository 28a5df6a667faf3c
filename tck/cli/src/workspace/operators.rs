use std::sync::LazyLock;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_operators::{Upstream, error, from_iter, once, processor, range};
use reactive_streams_tck::{Element, Given, Sharing, Suite, TestError};

use super::capacity;
use super::simulated::Simulated;

/// What the suite puts in front of a processor.
type Head = Upstream<Element, TestError>;

/// Dropping a scheduler stops its work, so this one stays.
static THREAD: LazyLock<ThreadScheduler> = LazyLock::new(|| ThreadScheduler::new("tck"));

/// A prefetch that is small, so that it is used up and replenished all the time.
const PREFETCH: usize = 8;

pub(super) fn add_to(suite: &mut Suite) {
    elementwise(suite);
    flattening(suite);
    hopping(suite);
    sharing(suite);
}

fn elementwise(suite: &mut Suite) {
    suite.processor("map", |_| processor(|head: Head| head.map(|element| element))).prefetch(0);
    suite.processor("filter", |_| processor(|head: Head| head.filter(|_| true))).prefetch(0);
    suite
        .publisher("filter (drops every other)", half)
        .fails_midway(|given| failing_after(given).filter(|_| true))
        .many(Sharing::Own);
    suite.processor("filter (behind a publisher without try_on_next)", |_| {
        processor(|head: Head| head.map(Some).filter(Option::is_some))
    });
    suite.processor("take (more than there is)", |_| processor(|head: Head| head.take(usize::MAX)));
    suite
        .publisher("take (less than there is)", |given| {
            from_iter(given.elements_of(given.len() + 5)).take(length(given))
        })
        .up_to(100_000)
        .many(Sharing::Own);
    suite.processor("map_err", |_| processor(|head: Head| head.map_err(|error| error)));
    suite.processor("hide", |_| processor(|head: Head| head.hide()));
    suite.processor("boxed", |_| processor(|head: Head| head.boxed()));
    suite.processor("a chain of six", |_| {
        processor(|head: Head| {
            head.map(Some).filter(Option::is_some).hide().map(|some| some).take(usize::MAX).boxed()
        })
    });
}

fn half(
    given: &Given,
) -> impl Publisher<Item = Element, Error = std::convert::Infallible> + Clone + use<> {
    // Each dropped element comes before one that is kept, so that there is none to drop at the end.
    from_iter(given.elements_of(given.len().saturating_mul(2)))
        .filter(|element| element.number() % 2 == 1)
}

fn length(given: &Given) -> usize {
    usize::try_from(given.len()).expect("it has at most 100,000 elements")
}

/// The elements, and then the failure.
fn failing_after(given: &Given) -> impl Publisher<Item = Element, Error = TestError> + use<> {
    let failure = given.error();
    from_iter([true, false]).fallible().concat_map(move_parts(given.elements(), failure))
}

fn move_parts(
    elements: reactive_streams_tck::Elements,
    failure: TestError,
) -> impl FnMut(bool) -> reactive_streams_operators::BoxPublisher<Element, TestError> + Send + 'static
{
    let mut elements = Some(elements);
    move |first| match elements.take() {
        Some(elements) if first => from_iter(elements).fallible().boxed(),
        _ => error(failure.clone()).boxed(),
    }
}

fn flattening(suite: &mut Suite) {
    suite.processor("concat_map (one for one)", |_| {
        processor(|head: Head| head.concat_map(|element| once(element).fallible()))
    });
    suite.processor("concat_map (with empty ones between)", |_| {
        processor(|head: Head| {
            head.concat_map(|element| {
                from_iter([None, Some(element)]).filter(Option::is_some).fallible()
            })
        })
    });
    suite
        .publisher("concat_map (rows of seven)", |given| {
            let length = given.len();
            range(0..length.div_ceil(7))
                .concat_map(move |row| range(row * 7..length.min(row * 7 + 7)))
        })
        .fails_midway(failing_after)
        .fails_at_once(failing_after);
}

fn hopping(suite: &mut Suite) {
    suite
        .processor("publish_on (simulated)", |given| {
            let scheduler = Simulated::new(given);
            processor(move |head: Head| head.publish_on(&scheduler, capacity(PREFETCH)))
        })
        .scheduled()
        .prefetch(PREFETCH as u64);
    suite
        .processor("publish_on (prefetch of one)", |given| {
            let scheduler = Simulated::new(given);
            processor(move |head: Head| head.publish_on(&scheduler, capacity(1)))
        })
        .scheduled()
        .prefetch(1);
    suite
        .processor("publish_on twice (simulated)", |given| {
            let scheduler = Simulated::new(given);
            processor(move |head: Head| {
                head.publish_on(&scheduler, capacity(PREFETCH))
                    .map(|element| element)
                    .publish_on(&scheduler, capacity(2))
            })
        })
        .scheduled()
        .prefetch(PREFETCH as u64 + 2);
    suite
        .processor("publish_on (a thread)", |_| {
            processor(|head: Head| head.publish_on(&*THREAD, capacity(PREFETCH)))
        })
        .foreign()
        .prefetch(PREFETCH as u64);
}

fn sharing(suite: &mut Suite) {
    suite
        .processor("share", |_| processor(|head: Head| head.share(capacity(PREFETCH))))
        .many()
        .prefetch(PREFETCH as u64);
    suite
        .publisher("share (of a range)", |given| range(0..given.len()).share(capacity(PREFETCH)))
        .many(Sharing::Multicast);
}
