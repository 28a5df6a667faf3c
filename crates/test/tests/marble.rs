//! Tests of `marble`, `assert_marbles` and `record_marbles`.

mod support;

use proptest::prelude::*;
use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{never, once};
use reactive_streams_test::{
    FRAME, MarbleError, StepVerifier, TestSubscriber, VirtualTime, assert_marbles, marble,
    record_marbles,
};
use rstest::rstest;
use support::failure;

#[rstest]
#[case::an_end("-a-b--|", "-a-b--|")]
#[case::an_error("a--#", "a--#")]
#[case::no_end("-a--", "-a--")]
#[case::a_group("-(ab)-(c|)", "-(ab)-(c|)")]
#[case::a_group_of_one("-(a)-|", "-a-|")]
#[case::spaces(" - a  - | ", "-a-|")]
#[case::at_once("(a|)", "(a|)")]
#[case::hot("-a-^-b-|", "--b-|")]
#[case::hot_and_late("-a^b-|", "-b-|")]
#[case::nothing("", "")]
fn what_is_drawn_comes(#[case] drawn: &str, #[case] seen: &str) {
    let clock = VirtualTime::new(7);
    assert_marbles(&clock, marble(drawn, &clock), seen);
    assert_eq!(record_marbles(&clock, marble(drawn, &clock), seen.len() as u64), padded(seen));
}

/// A group takes one frame, and what is recorded after the end are frames without anything.
fn padded(text: &str) -> String {
    let inside = |(count, open): (usize, bool), c: char| match c {
        '(' => (count + 1, true),
        ')' => (count, false),
        _ => (count + usize::from(!open), open),
    };
    let (frames, _) = text.chars().fold((0, false), inside);
    text.to_owned() + &"-".repeat(text.len() - frames)
}

#[test]
fn subscribing_and_cancelling_are_drawn() {
    let clock = VirtualTime::new(0);
    assert_marbles(&clock, marble("-a-b-c-|", &clock), "--^a-b!");
}

#[test]
fn elements_of_several_characters_and_special_ones() {
    let clock = VirtualTime::new(0);
    let long = marble("-1-2-|", &clock).map(|c| format!("{c}0"));
    assert_marbles(&clock, long, "-<10>-<20>-|");
    assert_marbles(&clock, once('|'), "(<|>|)");
    assert_marbles(&clock, never::<u8>(), "----");
}

#[test]
fn elements_wait_for_demand() {
    StepVerifier::with_virtual_time(|clock| marble("ab-c|", clock))
        .with_initial_demand(1)
        .expect_next('a')
        .expect_no_event_for(FRAME * 9)
        .then_request(1)
        .expect_next('b')
        .then_request(1)
        .expect_next('c')
        .verify_complete();
}

#[test]
fn a_clock_that_is_dropped_fails_what_is_not_through() {
    let clock = VirtualTime::new(0);
    let subscriber = TestSubscriber::new();
    marble("-a", &clock).subscribe(subscriber.subscriber());
    clock.advance(FRAME * 5);
    subscriber.assert_values(['a']).assert_not_terminated();
    drop(clock);
    subscriber.assert_error(MarbleError).verify();
}

#[test]
fn differences_are_drawn() {
    let clock = VirtualTime::new(0);
    failure("another_element", || assert_marbles(&clock, marble("-a-b-|", &clock), "-a-c-|"));
    failure("later", || assert_marbles(&clock, marble("-a---|", &clock), "-a-|"));
    failure("never", || assert_marbles(&clock, marble("-a", &clock), "-a-|"));
    failure("after_cancel", || assert_marbles(&clock, marble("-a-b-|", &clock), "-a!-b"));
}

#[rstest]
#[case::second_end("second_end", "-a-||")]
#[case::element_after_end("element_after_end", "-|-a")]
#[case::open_group("open_group", "-(ab-")]
#[case::group_without_end("group_without_end", "-(ab")]
#[case::group_in_group("group_in_group", "-((ab))")]
#[case::closed_group("closed_group", "-ab)-")]
#[case::cancel("cancel", "-a!")]
#[case::two_subscriptions("two_subscriptions", "^a-^")]
#[case::long_element("long_element", "-<ab>-")]
#[case::closed_element("closed_element", "-a>-")]
fn a_bad_marble_string_is_explained(#[case] name: &str, #[case] text: &str) {
    failure(name, || drop(marble(text, &VirtualTime::new(0))));
}

#[test]
fn an_expected_element_that_is_not_closed_is_explained() {
    let clock = VirtualTime::new(0);
    failure("open_element", || assert_marbles(&clock, never::<u8>(), "-a-<bc"));
}

/// A marble string as it would be drawn.
fn drawing() -> impl Strategy<Value = String> {
    let frame = prop_oneof![Just("-"), Just("a"), Just("b"), Just("(ab)"), Just("(aaa)")];
    let end = prop_oneof![Just("|"), Just("#"), Just("(a|)"), Just("(ab#)"), Just("-")];
    (prop::collection::vec(frame, 0..20), end).prop_map(|(frames, end)| frames.concat() + end)
}

proptest! {
    #[test]
    fn what_is_seen_is_drawn_as_it_was(text in drawing(), seed in 0..10u64) {
        let clock = VirtualTime::new(seed);
        assert_marbles(&clock, marble(&text, &clock), &text);
        let seen = record_marbles(&clock, marble(&text, &clock), 0);
        prop_assert!(text.starts_with(seen.as_str()));
    }
}
