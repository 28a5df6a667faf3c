use reactive_streams_operators::engine::Step;
use reactive_streams_operators::prelude::*;
use rstest::rstest;

use crate::between;

fn by_size(n: u32) -> Step<u32, &'static str> {
    match n {
        0..10 => Step::Skip,
        10..20 => Step::Next(n),
        20..30 => Step::Last(n),
        30..40 => Step::Complete,
        _ => Step::Error("too much"),
    }
}

#[test]
fn gives_or_skips() {
    let (source, subscriber) = between::<_, &str, _>(2, |head| head.handle(by_size));
    source.next(1);
    source.next(11);
    source.assert_requests([2, 1]).assert_not_cancelled();
    subscriber.assert_values([11]).assert_not_terminated();
}

#[rstest]
#[case::with_a_last_element(20, &["subscribe", "20", "complete"])]
#[case::at_once(30, &["subscribe", "complete"])]
#[case::by_failure(40, &["subscribe", "error \"too much\""])]
fn ends_on_both_sides(#[case] item: u32, #[case] expected: &[&str]) {
    let (source, subscriber) = between::<_, &str, _>(2, |head| head.handle(by_size));
    source.next(item);
    source.assert_cancelled();
    assert_eq!(subscriber.log(), expected);
    subscriber.verify();
}
