//! They give what the methods of an iterator give, fused and not.

use std::collections::HashMap;
use std::fmt::Debug;

use proptest::prelude::*;
use reactive_streams_operators::mono::Solo;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{FromIter, Mono, from_iter};

type Items = Vec<(u8, u8)>;
type Source = FromIter<std::vec::IntoIter<(u8, u8)>>;

/// What comes of it when the chain is run as an iterator, and when it is subscribed.
fn both_ways<S>(items: &Items, aggregate: impl Fn(Source) -> Mono<S>) -> S::Item
where
    S: Solo<Item: Debug + PartialEq, Error = std::convert::Infallible>,
{
    let run = |mono: Mono<S>, fused| {
        let last = if fused { mono.last().block() } else { mono.into_flux().hide().last().block() };
        last.expect("none of them fails")
    };
    let fused = run(aggregate(from_iter(items.clone())), true);
    let subscribed = run(aggregate(from_iter(items.clone())), false);
    assert_eq!(fused, subscribed);
    fused.expect("made to give a value")
}

/// A value also where there is none.
fn optional<S: Solo>(mono: Mono<S>) -> Mono<impl Solo<Item = Option<S::Item>, Error = S::Error>> {
    mono.collect::<Vec<_>>().map(|mut values| values.pop())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn are_those_of_an_iterator(items: Items) {
        let iter = || items.clone().into_iter();
        let keys = || iter().map(|(key, _)| key);
        let sums = |source: Source| source.map(|(a, b)| u32::from(a) + u32::from(b));
        let numbers = || iter().map(|(a, b)| u32::from(a) + u32::from(b));

        prop_assert_eq!(both_ways(&items, |s| s.count()), iter().count() as u64);
        prop_assert_eq!(both_ways(&items, |s| sums(s).sum::<u32>()), numbers().sum::<u32>());
        prop_assert_eq!(
            both_ways(&items, |s| sums(s).map(std::num::Wrapping).product::<std::num::Wrapping<u32>>()),
            numbers().map(std::num::Wrapping).product::<std::num::Wrapping<u32>>()
        );
        prop_assert_eq!(both_ways(&items, |s| optional(s.min())), iter().min());
        prop_assert_eq!(both_ways(&items, |s| optional(s.max())), iter().max());
        prop_assert_eq!(
            both_ways(&items, |s| optional(s.min_by_key(|(key, _)| key % 4))),
            iter().min_by_key(|(key, _)| key % 4)
        );
        prop_assert_eq!(
            both_ways(&items, |s| optional(s.max_by_key(|(key, _)| key % 4))),
            iter().max_by_key(|(key, _)| key % 4)
        );
        prop_assert_eq!(both_ways(&items, |s| s.all(|(key, _)| key < 200)), keys().all(|key| key < 200));
        prop_assert_eq!(both_ways(&items, |s| s.any(|(key, _)| key < 9)), keys().any(|key| key < 9));
        prop_assert_eq!(both_ways(&items, |s| s.is_empty()), items.is_empty());
        prop_assert_eq!(both_ways(&items, |s| s.map(|(key, _)| key).contains(7)), keys().any(|key| key == 7));
        prop_assert_eq!(
            both_ways(&items, |s| optional(s.reduce(|a, b| (a.0 ^ b.1, a.1.wrapping_add(b.0))))),
            iter().reduce(|a, b| (a.0 ^ b.1, a.1.wrapping_add(b.0)))
        );
        prop_assert_eq!(both_ways(&items, |s| s.unzip::<_, _, Vec<_>, Vec<_>>()), iter().unzip());
        prop_assert_eq!(
            both_ways(&items, |s| s.map(|(a, b)| vec![a, b]).concat_items()),
            iter().map(|(a, b)| vec![a, b]).collect::<Vec<_>>().concat()
        );
        prop_assert_eq!(
            both_ways(&items, |s| s.collect_map(|pair| pair)),
            iter().collect::<HashMap<_, _>>()
        );
        prop_assert_eq!(both_ways(&items, |s| s.collect_with(vec![], Vec::push)), items.clone());
        let mut lists = HashMap::<_, Vec<_>>::new();
        iter().for_each(|(key, value)| lists.entry(key).or_default().push(value));
        prop_assert_eq!(both_ways(&items, |s| s.collect_multimap(|pair| pair)), lists);
    }
}

#[test]
fn the_mean_is_that_of_the_sum() {
    assert_eq!(from_iter([1.0, 2.5]).average().block(), Ok(Some(1.75)));
    assert_eq!(from_iter([0u8; 0]).average().block(), Ok(None));
}
