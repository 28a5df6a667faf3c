//! Tests of `zip`, and of what is made of it.
#![allow(clippy::unwrap_used)] // also in helpers

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};

use proptest::prelude::*;
use reactive_streams::{Burst, Demand, Publisher, Subscriber, Subscription};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{from_iter, range, zip3, zip4};
use reactive_streams_test::{StepVerifier, TestPublisher, TestSubscriber, Violation};

type Side = TestPublisher<u32, u8>;

fn by_hand(demand: u64) -> (Side, Side, TestSubscriber<(u32, u32), u8>) {
    let (left, right) = (TestPublisher::new(), TestPublisher::new());
    let subscriber = TestSubscriber::with_initial_demand(demand);
    left.publisher().zip(right.publisher()).subscribe(subscriber.subscriber());
    (left, right, subscriber)
}

#[test]
fn an_element_waits_for_its_partner_and_for_demand() {
    let (left, right, subscriber) = by_hand(1);
    left.next(1);
    left.next(2);
    subscriber.assert_values([]);
    right.next(11);
    right.next(12);
    subscriber.assert_values([(1, 11)]);
    subscriber.request(1);
    subscriber.assert_values([(1, 11), (2, 12)]).assert_not_terminated();
}

#[test]
fn three_quarters_of_the_prefetch_are_replenished() {
    let (left, right, subscriber) = by_hand(1000);
    for n in 0..193 {
        left.next(n);
        right.next(n);
    }
    left.assert_requests([256, 192]);
    right.assert_requests([256, 192]);
    subscriber.assert_value_count(193);
}

#[test]
fn the_prefetch_can_be_said() {
    let (left, right) = (Side::new(), Side::new());
    let subscriber = TestSubscriber::with_initial_demand(0);
    let two = 2.try_into().unwrap_or(std::num::NonZeroUsize::MIN);
    left.publisher().zip(right.publisher()).prefetch(two).subscribe(subscriber.subscriber());
    left.assert_requests([2]);
    right.assert_requests([2]);
    left.next(1); // no demand: it waits
    subscriber.assert_values([]);
}

#[test]
fn ends_when_the_left_has_no_more() {
    let (left, right, subscriber) = by_hand(9);
    left.next(1);
    left.complete();
    subscriber.assert_not_terminated();
    right.next(11);
    right.assert_cancelled();
    subscriber.assert_values([(1, 11)]).assert_complete().verify();
}

#[test]
fn ends_when_the_right_has_no_more() {
    let (left, right, subscriber) = by_hand(9);
    right.next(11);
    right.complete();
    subscriber.assert_not_terminated();
    left.next(1);
    left.assert_cancelled();
    subscriber.assert_values([(1, 11)]).assert_complete().verify();
}

#[test]
fn the_end_needs_no_demand() {
    let (left, right, subscriber) = by_hand(0);
    left.complete();
    right.assert_cancelled();
    subscriber.assert_complete().verify();
}

#[test]
fn an_error_overtakes_what_waits() {
    for left_fails in [true, false] {
        let (left, right, subscriber) = by_hand(9);
        let (failing, other) = if left_fails { (left, right) } else { (right, left) };
        failing.next(1);
        failing.next(2);
        failing.error(7);
        other.assert_cancelled();
        subscriber.assert_values([]).assert_error(7).verify();
    }
}

/// What is to have nine pairs at hand when it first requests, and does `on_next` at each.
fn nine_at_hand(
    on_next: impl FnMut(&Side, &dyn Subscription) + Send + 'static,
) -> TestSubscriber<(u32, u32), u8> {
    let (left, right) = (Side::new(), Side::new());
    let (see_left, mut on_next) = (left.clone(), on_next);
    let subscriber = TestSubscriber::with_initial_demand(0)
        .on_next(move |_, subscription| on_next(&see_left, &**subscription));
    left.publisher().zip(right.publisher()).subscribe(subscriber.subscriber());
    emit_nine(&left, &right);
    subscriber.request(9);
    subscriber
}

fn emit_nine(left: &Side, right: &Side) {
    for n in 0..9 {
        left.next(n);
        right.next(n);
    }
}

#[test]
fn an_error_overtakes_what_is_at_hand() {
    nine_at_hand(|left, _| left.error(7)).assert_value_count(1).assert_error(7).verify();
}

#[test]
fn a_cancel_stops_what_is_at_hand() {
    let subscriber = nine_at_hand(|_, subscription| subscription.cancel());
    subscriber.assert_value_count(1).verify();
    assert!(subscriber.is_dropped());
}

type Pair = (u32, u32);

/// Takes what it likes of a burst, and says in the end how many came in bursts and by themselves.
struct Taking<F> {
    take: F,
    seen: [u32; 2],
    says: Sender<[u32; 2]>,
    subscription: Arc<OnceLock<Arc<dyn Subscription>>>,
}

impl<E, F> Subscriber<Pair, E> for Taking<F>
where
    F: FnMut(&mut dyn Burst<Pair>, &dyn Subscription) -> u32 + Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        assert!(self.subscription.set(subscription).is_ok());
    }

    fn on_next(&mut self, _: Pair) {
        self.seen[1] += 1;
    }

    fn on_burst<B: Burst<Pair>>(&mut self, mut burst: B) {
        let subscription = self.subscription.get().unwrap();
        self.seen[0] += (self.take)(&mut burst, &**subscription);
    }

    fn on_error(self, _: E) {}

    fn on_complete(self) {
        self.says.send(self.seen).unwrap();
    }
}

/// Requests when nine pairs are at hand.
fn take_of_nine<F>(take: F) -> ([Side; 2], Receiver<[u32; 2]>)
where
    F: FnMut(&mut dyn Burst<Pair>, &dyn Subscription) -> u32 + Send + 'static,
{
    let (says, said) = channel();
    let (left, right) = (Side::new(), Side::new());
    let subscription = Arc::default();
    let subscriber = Taking { take, seen: [0; 2], says, subscription: Arc::clone(&subscription) };
    left.publisher().zip(right.publisher()).subscribe(subscriber);
    emit_nine(&left, &right);
    subscription.get().unwrap().request(Demand::UNBOUNDED);
    ([left, right], said)
}

#[test]
fn what_is_left_of_a_burst_comes_all_the_same() {
    let ([left, _right], said) = take_of_nine(|burst, _| u32::from(burst.next().is_some()));
    left.complete();
    assert_eq!(said.recv(), Ok([5, 4])); // one of a burst, the next by itself, and again
}

#[test]
fn a_burst_gives_nothing_once_it_is_cancelled() {
    let ([left, _right], said) = take_of_nine(|burst, subscription| {
        assert!(burst.next().is_some());
        subscription.cancel();
        assert!(burst.next().is_none());
        1
    });
    left.assert_cancelled();
    assert!(said.recv().is_err());
}

#[test]
fn cancel_goes_to_both() {
    let (left, right, subscriber) = by_hand(9);
    left.next(1);
    subscriber.cancel();
    left.assert_cancelled();
    right.assert_cancelled();
    subscriber.verify();
}

#[test]
fn cancel_goes_to_both_at_once_while_an_element_is_delivered() {
    let (left, right) = (Side::new(), Side::new());
    let (see_left, see_right) = (left.clone(), right.clone());
    let subscriber = TestSubscriber::with_initial_demand(9).on_next(move |_, subscription| {
        subscription.cancel();
        see_left.assert_cancelled();
        see_right.assert_cancelled();
    });
    left.publisher().zip(right.publisher()).subscribe(subscriber.subscriber());
    left.next(1);
    right.next(1);
    subscriber.assert_value_count(1).verify();
}

#[test]
fn a_side_that_drops_its_subscriber_abandons_the_downstream() {
    let (left, right) = (Side::new(), Side::new());
    let subscriber = TestSubscriber::new().tolerating("1.4");
    left.publisher().zip(right.publisher()).subscribe(subscriber.subscriber());
    right.abandon();
    left.assert_cancelled();
    subscriber.assert_abandoned();
}

#[test]
fn a_panic_of_the_subscriber_cancels_both() {
    let (left, right) = (Side::new(), Side::new());
    let subscriber = TestSubscriber::new().on_next(|_, _| panic!("on_next"));
    left.publisher().zip(right.publisher()).subscribe(subscriber.subscriber());
    left.next(1);
    assert!(catch_unwind(AssertUnwindSafe(|| right.next(1))).is_err());
    left.assert_cancelled();
    assert!(subscriber.is_dropped());
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn late_elements_are_dropped() {
    let left = Side::noncompliant([Violation::SignalAfterCancel]);
    let right = Side::new();
    let subscriber = TestSubscriber::new();
    left.publisher().zip(right.publisher()).subscribe(subscriber.subscriber());
    subscriber.cancel();
    left.next(1);
    left.complete();
    assert!(subscriber.is_dropped());
}

#[test]
fn one_side_may_be_an_iterator() {
    let source = TestPublisher::<u32, _>::new();
    let subscriber = TestSubscriber::with_initial_demand(9);
    range(0..2).zip(source.publisher()).subscribe(subscriber.subscriber());
    source.assert_requests([256]);
    source.next(10);
    source.next(11);
    source.assert_cancelled();
    subscriber.assert_values([(0, 10), (1, 11)]).assert_complete().verify();
}

#[test]
fn one_pair_at_a_time_needs_no_stack() {
    let subscriber = TestSubscriber::with_initial_demand(1).on_next(|_, s| s.request(Demand::ONE));
    range(0..2000).hide().zip(range(0..2000).hide()).subscribe(subscriber.subscriber());
    subscriber.assert_value_count(2000).assert_complete().verify();
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Both sides, as iterators or not, fused or not, give what the iterators give.
    #[test]
    fn gives_what_iterators_give(
        left in prop::collection::vec(any::<u8>(), 0..80),
        right in prop::collection::vec(any::<u8>(), 0..80),
        demand in 1..9u64,
    ) {
        let expected: Vec<_> = left.clone().into_iter().zip(right.clone()).collect();
        let (left, right) = (from_iter(left), from_iter(right));
        let pairs = left.clone().zip(right.clone()).collect().block();
        prop_assert_eq!(&pairs, &Ok(expected.clone()));
        let by_parts = |publisher: &mut dyn FnMut(&TestSubscriber<_, _>)| {
            let subscriber = TestSubscriber::with_initial_demand(demand);
            publisher(&subscriber);
            while !subscriber.is_terminated() {
                subscriber.request(demand);
            }
            subscriber.assert_complete().verify();
            subscriber.take_values()
        };
        let both = by_parts(&mut |s| left.clone().hide().zip(right.clone().hide()).subscribe(s.subscriber()));
        let one = by_parts(&mut |s| left.clone().zip(right.clone().hide()).subscribe(s.subscriber()));
        let other = by_parts(&mut |s| left.clone().hide().zip(right.clone()).subscribe(s.subscriber()));
        let none = by_parts(&mut |s| left.clone().zip(right.clone()).subscribe(s.subscriber()));
        prop_assert!([both, one, other, none].iter().all(|pairs| *pairs == expected));
    }
}

#[test]
fn zip_with_combines() {
    let products = range(1..4).hide().zip_with(range(5..8).hide(), |n, m| n * m);
    StepVerifier::create(products).expect_next_sequence([5, 12, 21]).verify_complete();
}

#[test]
fn more_than_two() {
    StepVerifier::create(zip3(range(0..2).hide(), range(5..9), range(7..9)))
        .expect_next_sequence([(0, 5, 7), (1, 6, 8)])
        .verify_complete();
    StepVerifier::create(zip4(range(0..2).hide(), range(5..9), range(7..9), range(1..2).hide()))
        .expect_next((0, 5, 7, 1))
        .verify_complete();
}

#[test]
fn zip_iter_is_one_for_one() {
    let source = TestPublisher::<u32, u8>::new();
    let subscriber = TestSubscriber::with_initial_demand(2);
    source.publisher().zip_iter(["a", "b", "c"]).subscribe(subscriber.subscriber());
    source.next(0);
    source.next(1);
    source.assert_requests([2]);
    subscriber.request(1);
    source.next(2);
    source.assert_cancelled();
    subscriber.assert_values([(0, "a"), (1, "b"), (2, "c")]).assert_complete().verify();
}

#[test]
fn zip_iter_of_an_iterator_that_does_not_tell_its_length() {
    let source = TestPublisher::<u32, u8>::new();
    let subscriber = TestSubscriber::with_initial_demand(9);
    let mut left = 1;
    let items = std::iter::from_fn(move || {
        left -= 1;
        (left == 0).then_some('a')
    });
    source.publisher().zip_iter(items).subscribe(subscriber.subscriber());
    source.next(0);
    subscriber.assert_not_terminated();
    source.next(1);
    source.assert_cancelled();
    subscriber.assert_values([(0, 'a')]).assert_complete().verify();
}
