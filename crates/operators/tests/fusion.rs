//! Fusion cannot be noticed: random chains do the same fused and subscribed.
#![allow(clippy::unwrap_used)] // also in helpers

use std::convert::Infallible;
use std::iter::repeat_n;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use reactive_streams::Publisher;
use reactive_streams_operators::engine::Step;
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;

#[derive(Clone, Copy, Debug)]
enum Stage {
    Map(u8),
    Filter(u8),
    Take(usize),
    Handle(u8),
    MapWithState,
    Scan(u8),
    Pairwise,
    Chunks(usize),
    Sliding(usize, usize),
    ChunkBy,
    Intersperse(u8),
    Sorted,
    DoOnEach,
    DoOnSubscribe,
    TransformDeferred,
    ConcatMap(usize),
    FlatMap(usize),
}

/// What user code saw, in order.
type Calls = Arc<Mutex<Vec<String>>>;

/// Builds a chain by types, one stage after another, and folds it. `fused` decides how it is run.
fn run<P>(publisher: P, stages: &[Stage], bomb: usize, calls: &Calls, fused: bool)
where
    P: Publisher<Item = u8, Error = Infallible>,
{
    fn call(calls: &Calls, bomb: usize, what: String) {
        let mut calls = calls.lock().unwrap();
        calls.push(what);
        let boom = calls.len() == bomb;
        drop(calls);
        assert!(!boom, "bomb");
    }
    // Two stages at most: each chain is a type of its own.
    fn stage<P: Publisher<Item = u8, Error = Infallible>, const DEPTH: usize>(
        publisher: P,
        at: Stage,
        bomb: usize,
        calls: &Calls,
        next: impl Next,
    ) {
        let calls = Arc::clone(calls);
        let say = move |what: String| call(&calls, bomb, format!("{DEPTH} {what}"));
        let sum = |batch: Vec<u8>| batch.into_iter().fold(0, u8::wrapping_add);
        match at {
            Stage::Map(by) => next.go(publisher.map(move |n| {
                say(format!("map {n}"));
                n.wrapping_add(by)
            })),
            Stage::Filter(of) => next.go(publisher.filter(move |n| {
                say(format!("filter {n}"));
                n % of == 0
            })),
            Stage::Take(count) => next.go(publisher.take(count)),
            Stage::ConcatMap(count) => next.go(publisher.concat_map(move |n| {
                say(format!("concat_map {n}"));
                from_iter(repeat_n(n, count))
            })),
            Stage::FlatMap(count) => next.go(publisher.flat_map(size(2), move |n| {
                say(format!("flat_map {n}"));
                from_iter(repeat_n(n, count))
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
            Stage::DoOnEach => next.go(publisher.do_on_each(move |each| say(format!("{each:?}")))),
            Stage::DoOnSubscribe => {
                let other = say.clone();
                let first = publisher.do_first(move || say("do_first".to_owned()));
                next.go(first.do_on_subscribe(move || other("do_on_subscribe".to_owned())));
            }
            Stage::TransformDeferred => next.go(publisher.transform_deferred(move |it| {
                say("transform_deferred".to_owned());
                it
            })),
        }
    }
    trait Next {
        fn go<P: Publisher<Item = u8, Error = Infallible>>(self, publisher: P);
    }
    struct Rest<'a, const DEPTH: usize> {
        stages: &'a [Stage],
        bomb: usize,
        calls: &'a Calls,
        fused: bool,
    }
    fn end<P: Publisher<Item = u8, Error = Infallible>>(publisher: P, rest: (usize, &Calls, bool)) {
        let (bomb, calls, fused) = rest;
        let fold_calls = Arc::clone(calls);
        let f = move |sum: u32, n: u8| {
            call(&fold_calls, bomb, format!("fold {n}"));
            sum + u32::from(n)
        };
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            if fused { publisher.fold(0, f).block() } else { publisher.hide().fold(0, f).block() }
        }));
        calls.lock().unwrap().push(match outcome {
            Ok(sum) => format!("{sum:?}"),
            Err(panic) => format!("panic {:?}", panic.downcast_ref::<&str>()),
        });
    }
    macro_rules! depth {
        ($depth:literal, $next:literal) => {
            impl Next for Rest<'_, $depth> {
                fn go<P: Publisher<Item = u8, Error = Infallible>>(self, publisher: P) {
                    let Rest { stages, bomb, calls, fused } = self;
                    match stages {
                        [] => end(publisher, (bomb, calls, fused)),
                        [first, stages @ ..] => {
                            let rest = Rest::<$next> { stages, bomb, calls, fused };
                            stage::<_, $depth>(publisher, *first, bomb, calls, rest);
                        }
                    }
                }
            }
        };
    }
    depth!(0, 1);
    depth!(1, 2);
    impl Next for Rest<'_, 2> {
        fn go<P: Publisher<Item = u8, Error = Infallible>>(self, publisher: P) {
            end(publisher, (self.bomb, self.calls, self.fused));
        }
    }
    Rest::<0> { stages, bomb, calls, fused }.go(publisher);
}

fn size(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

fn stages() -> impl Strategy<Value = Vec<Stage>> {
    let stage = prop_oneof![
        any::<u8>().prop_map(Stage::Map),
        (1..5u8).prop_map(Stage::Filter),
        (0..6usize).prop_map(Stage::Take),
        (0..3usize).prop_map(Stage::ConcatMap),
        (0..3usize).prop_map(Stage::FlatMap),
        (1..20u8).prop_map(Stage::Handle),
        Just(Stage::MapWithState),
        any::<u8>().prop_map(Stage::Scan),
        Just(Stage::Pairwise),
        (1..4usize).prop_map(Stage::Chunks),
        (1..4usize, 1..4usize).prop_map(|(n, step)| Stage::Sliding(n, step)),
        Just(Stage::ChunkBy),
        any::<u8>().prop_map(Stage::Intersperse),
        Just(Stage::Sorted),
        Just(Stage::DoOnEach),
        Just(Stage::DoOnSubscribe),
        Just(Stage::TransformDeferred),
    ];
    prop::collection::vec(stage, 0..3)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn cannot_be_noticed(
        items in prop::collection::vec(any::<u8>(), 0..12),
        stages in stages(),
        bomb in 0..40usize, // the call that panics; none if there are fewer, or for 0
    ) {
        let [fused, subscribed] = [true, false].map(|fused| {
            let calls = Calls::default();
            let (seen, items) = (Arc::clone(&calls), items.clone());
            let source = from_iter(items.into_iter().inspect(move |n| {
                seen.lock().unwrap().push(format!("source {n}"));
            }));
            run(source, &stages, bomb, &calls, fused);
            let calls = calls.lock().unwrap();
            calls.clone()
        });
        prop_assert_eq!(fused, subscribed);
    }
}
