//! They give what the methods of an iterator give: fused, subscribed by bursts, and one by one.

use std::collections::HashSet;
use std::fmt::Debug;

use proptest::prelude::*;
use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{FromIter, from_iter};
use reactive_streams_test::TestSubscriber;

type Source = FromIter<std::vec::IntoIter<u8>>;

/// What comes of the items, whichever way it is run.
fn every_way<P>(items: &[u8], operator: impl Fn(Source) -> P) -> Vec<P::Item>
where
    P: Publisher<Item: Clone + Debug + PartialEq, Error = std::convert::Infallible>,
{
    let make = || operator(from_iter(items.to_vec()));
    let fused = make().collect::<Vec<_>>().block().unwrap();
    assert_eq!(make().hide().collect::<Vec<_>>().block().unwrap(), fused);

    let behind_iterator = make().map(Some).filter(Option::is_some).collect::<Vec<_>>();
    assert_eq!(behind_iterator.block().unwrap().into_iter().flatten().collect::<Vec<_>>(), fused);

    let one_by_one = TestSubscriber::with_initial_demand(1)
        .on_next(|_, subscription| subscription.request(Demand::ONE));
    make().subscribe(one_by_one.subscriber());
    one_by_one.assert_values(fused.clone()).assert_complete().verify();
    fused
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn are_those_of_an_iterator(
        items in prop::collection::vec(0..20u8, 0..20),
        n in 0..25usize,
        bound in 0..20u8,
    ) {
        let iter = || items.iter().copied();

        prop_assert_eq!(every_way(&items, |s| s.take(n)), iter().take(n).collect::<Vec<_>>());
        prop_assert_eq!(every_way(&items, |s| s.skip(n)), iter().skip(n).collect::<Vec<_>>());
        prop_assert_eq!(
            every_way(&items, |s| s.take_last(n)),
            iter().skip(items.len().saturating_sub(n)).collect::<Vec<_>>()
        );
        prop_assert_eq!(
            every_way(&items, |s| s.skip_last(n)),
            iter().take(items.len().saturating_sub(n)).collect::<Vec<_>>()
        );
        prop_assert_eq!(
            every_way(&items, |s| s.skip(n).take(3).skip_last(1)),
            { let some = iter().skip(n).take(3).collect::<Vec<_>>();
              some[..some.len().saturating_sub(1)].to_vec() }
        );
        prop_assert_eq!(
            every_way(&items, move |s| s.take_while(move |item| *item < bound)),
            iter().take_while(|item| *item < bound).collect::<Vec<_>>()
        );
        prop_assert_eq!(
            every_way(&items, move |s| s.skip_while(move |item| *item < bound)),
            iter().skip_while(|item| *item < bound).collect::<Vec<_>>()
        );
        prop_assert_eq!(
            every_way(&items, move |s| s.map_while(move |item| item.checked_sub(bound))),
            iter().map_while(|item| item.checked_sub(bound)).collect::<Vec<_>>()
        );
        let inclusive = iter().position(|item| item >= bound).map_or(items.len(), |at| at + 1);
        prop_assert_eq!(
            every_way(&items, move |s| s.take_while_inclusive(move |item| *item < bound)),
            iter().take(inclusive).collect::<Vec<_>>()
        );
        let mut seen = HashSet::new();
        prop_assert_eq!(
            every_way(&items, |s| s.distinct()),
            iter().filter(|item| seen.insert(*item)).collect::<Vec<_>>()
        );
        let mut changed = items.clone();
        changed.dedup();
        prop_assert_eq!(every_way(&items, |s| s.distinct_until_changed()), changed);
        prop_assert_eq!(
            every_way(&items, |s| s.nth(n)),
            iter().nth(n).into_iter().collect::<Vec<_>>()
        );
        prop_assert_eq!(
            every_way(&items, |s| s.last()),
            iter().last().into_iter().collect::<Vec<_>>()
        );
        prop_assert_eq!(
            every_way(&items, move |s| s.find(move |item| *item == bound)),
            iter().find(|item| *item == bound).into_iter().collect::<Vec<_>>()
        );
        prop_assert!(every_way(&items, |s| s.ignore_elements()).is_empty());
    }
}
