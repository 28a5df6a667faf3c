use std::convert::Infallible;
use std::iter::repeat_n;
use std::num::NonZeroUsize;

use proptest::prelude::*;
use reactive_streams::Publisher;
use reactive_streams_operators::engine::Step;
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;

use super::Calls;

#[derive(Clone, Copy, Debug)]
pub(crate) enum Stage {
    Map(u8),
    Filter(u8),
    Take(usize),
    TakeWhile(u8),
    TakeWhileInclusive(u8),
    Skip(usize),
    Handle(u8),
    MapWithState,
    Scan(u8),
    Pairwise,
    Chunks(usize),
    Sliding(usize, usize),
    ChunkBy,
    Intersperse(u8),
    Sorted,
    Find(u8),
    Reduce,
    Chain(u8),
    SwitchIfEmpty(u8),
    DoOnEach,
    DoOnSubscribe,
    TransformDeferred,
    ConcatMap(usize),
    FlatMap(usize),
    FlatMapIter(usize),
}

pub(crate) fn stages() -> impl Strategy<Value = Stage> {
    prop_oneof![
        any::<u8>().prop_map(Stage::Map),
        (1..5u8).prop_map(Stage::Filter),
        (0..6usize).prop_map(Stage::Take),
        (100..255u8).prop_map(Stage::TakeWhile),
        (100..255u8).prop_map(Stage::TakeWhileInclusive),
        (0..3usize).prop_map(Stage::Skip),
        (1..20u8).prop_map(Stage::Handle),
        Just(Stage::MapWithState),
        any::<u8>().prop_map(Stage::Scan),
        Just(Stage::Pairwise),
        (1..4usize).prop_map(Stage::Chunks),
        (1..4usize, 1..4usize).prop_map(|(n, step)| Stage::Sliding(n, step)),
        Just(Stage::ChunkBy),
        any::<u8>().prop_map(Stage::Intersperse),
        Just(Stage::Sorted),
        (1..9u8).prop_map(Stage::Find),
        Just(Stage::Reduce),
        any::<u8>().prop_map(Stage::Chain),
        any::<u8>().prop_map(Stage::SwitchIfEmpty),
        Just(Stage::DoOnEach),
        Just(Stage::DoOnSubscribe),
        Just(Stage::TransformDeferred),
        (0..3usize).prop_map(Stage::ConcatMap),
        (0..3usize).prop_map(Stage::FlatMap),
        (0..3usize).prop_map(Stage::FlatMapIter),
    ]
}

/// What becomes of a publisher of any type.
pub(crate) trait Next {
    type Output;

    fn go<P: Publisher<Item = u8, Error = Infallible>>(self, publisher: P) -> Self::Output;
}

/// Puts a stage behind `publisher`. What it calls is noted with its `place`, counted from the end.
pub(crate) fn attach<P, N>(
    publisher: P,
    stage: Stage,
    place: usize,
    calls: &Calls,
    next: N,
) -> N::Output
where
    P: Publisher<Item = u8, Error = Infallible>,
    N: Next,
{
    let calls = calls.clone();
    let say = move |what: String| calls.call(format!("{place} {what}"));
    let sum = |batch: Vec<u8>| batch.into_iter().fold(0, u8::wrapping_add);
    match stage {
        Stage::Map(by) => next.go(publisher.map(move |n| {
            say(format!("map {n}"));
            n.wrapping_add(by)
        })),
        Stage::Filter(of) => next.go(publisher.filter(move |n| {
            say(format!("filter {n}"));
            n % of == 0
        })),
        Stage::Take(count) => next.go(publisher.take(count)),
        Stage::TakeWhile(below) => next.go(publisher.take_while(move |n| {
            say(format!("take_while {n}"));
            *n < below
        })),
        Stage::TakeWhileInclusive(below) => next.go(publisher.take_while_inclusive(move |n| {
            say(format!("take_while_inclusive {n}"));
            *n < below
        })),
        Stage::Skip(count) => next.go(publisher.skip(count)),
        Stage::ConcatMap(count) => next.go(publisher.concat_map(move |n| {
            say(format!("concat_map {n}"));
            from_iter(repeat_n(n, count))
        })),
        Stage::FlatMap(count) => next.go(publisher.flat_map(size(2), move |n| {
            say(format!("flat_map {n}"));
            from_iter(repeat_n(n, count))
        })),
        Stage::FlatMapIter(count) => next.go(publisher.flat_map_iter(move |n| {
            say(format!("flat_map_iter {n}"));
            repeat_n(n, count)
        })),
        Stage::Handle(of) => next.go(publisher.handle(move |n| {
            say(format!("handle {n}"));
            match n % of {
                0 => Step::Skip,
                4 => Step::Last(n),
                5 => Step::Complete,
                _ => Step::Next(n),
            }
        })),
        Stage::MapWithState => next.go(publisher.map_with_state(0, move |last, n| {
            say(format!("map_with_state {last} {n}"));
            std::mem::replace(last, n)
        })),
        Stage::Scan(init) => next.go(publisher.scan(init, move |sum, n| {
            say(format!("scan {sum} {n}"));
            n.wrapping_add(sum)
        })),
        Stage::Pairwise => next.go(publisher.pairwise().map(|(a, b)| a.wrapping_sub(b))),
        Stage::Chunks(n) => next.go(publisher.chunks(size(n)).map(sum)),
        Stage::Sliding(n, step) => next.go(publisher.sliding(size(n), size(step)).map(sum)),
        Stage::ChunkBy => next.go(publisher
            .chunk_by(move |a, b| {
                say(format!("chunk_by {a} {b}"));
                a <= b
            })
            .map(sum)),
        Stage::Intersperse(n) => next.go(publisher.intersperse(n)),
        Stage::Sorted => next.go(publisher.sorted_by(move |a, b| {
            say(format!("sorted {a} {b}"));
            a.cmp(b)
        })),
        Stage::Find(of) => next.go(publisher.find(move |n| {
            say(format!("find {n}"));
            n % of == 0
        })),
        Stage::Reduce => next.go(publisher.reduce(move |a, b| {
            say(format!("reduce {a} {b}"));
            a.wrapping_add(b)
        })),
        Stage::Chain(n) => next.go(publisher.chain(from_iter([n, n]))),
        Stage::SwitchIfEmpty(n) => next.go(publisher.switch_if_empty(from_iter([n]))),
        Stage::DoOnEach => next.go(publisher.do_on_each(move |each| say(format!("{each:?}")))),
        Stage::DoOnSubscribe => {
            let other = say.clone();
            let first = publisher.do_first(move || say("do_first".to_owned()));
            next.go(first.do_on_subscribe(move || other("do_on_subscribe".to_owned())))
        }
        Stage::TransformDeferred => next.go(publisher.transform_deferred(move |it| {
            say("transform_deferred".to_owned());
            it
        })),
    }
}

fn size(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}
