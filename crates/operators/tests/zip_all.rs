//! Tests of `zip_all`.

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{StepVerifier, TestPublisher, TestSubscriber};
use rstest::rstest;

#[rstest]
#[case(0, 0, &[])]
#[case(2, 2, &[(0, 0), (1, 1)])]
#[case(1, 3, &[(0, 0), (7, 1), (7, 2)])]
#[case(3, 1, &[(0, 0), (1, 8), (2, 8)])]
#[case(0, 2, &[(7, 0), (7, 1)])]
fn the_shorter_side_is_filled_up(
    #[case] left: u32,
    #[case] right: u32,
    #[case] expected: &'static [(u32, u32)],
) {
    let expect = |script: StepVerifier<(u32, u32), _>| {
        let script = script.with_initial_demand(1);
        let script =
            expected.iter().fold(script, |script, pair| script.expect_next(*pair).then_request(1));
        script.verify_complete();
    };
    expect(StepVerifier::create(range(0..left).zip_all(range(0..right), 7, 8)));
    expect(StepVerifier::create(range(0..left).hide().zip_all(range(0..right).hide(), 7, 8)));
    expect(StepVerifier::create(range(0..left).hide().zip_all(range(0..right), 7, 8)));
}

#[test]
fn an_error_overtakes_what_waits() {
    let (left, right) = (TestPublisher::<u32, u8>::new(), TestPublisher::<u32, u8>::new());
    let subscriber = TestSubscriber::new();
    left.publisher().zip_all(right.publisher(), 7, 8).subscribe(subscriber.subscriber());
    left.assert_requests([256]);
    left.next(0);
    left.error(9);
    right.assert_cancelled();
    subscriber.assert_values([]).assert_error(9).verify();
}

#[test]
fn cancel_goes_to_both() {
    let (left, right) = (TestPublisher::<u32, u8>::new(), TestPublisher::<u32, u8>::new());
    let subscriber = TestSubscriber::new();
    left.publisher().zip_all(right.publisher(), 7, 8).subscribe(subscriber.subscriber());
    left.complete();
    right.next(1);
    subscriber.cancel();
    right.assert_cancelled();
    subscriber.assert_values([(7, 1)]).verify();
}
