//! Fusion cannot be noticed: random chains do the same fused and subscribed.
#![allow(clippy::unwrap_used)] // also in helpers

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use reactive_streams::Publisher;
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;

#[derive(Clone, Copy, Debug)]
enum Stage {
    Add(u8),
    KeepMultiplesOf(u8),
    Take(usize),
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
    // Three stages at most: each depth is a type of its own.
    fn stage<P: Publisher<Item = u8, Error = Infallible>, const DEPTH: usize>(
        publisher: P,
        at: Stage,
        bomb: usize,
        calls: &Calls,
        next: impl Next,
    ) {
        let calls = Arc::clone(calls);
        match at {
            Stage::Add(by) => next.go(publisher.map(move |n| {
                call(&calls, bomb, format!("map{DEPTH} {n}"));
                n.wrapping_add(by)
            })),
            Stage::KeepMultiplesOf(of) => next.go(publisher.filter(move |n| {
                call(&calls, bomb, format!("filter{DEPTH} {n}"));
                n % of == 0
            })),
            Stage::Take(count) => next.go(publisher.take(count)),
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
    depth!(2, 3);
    impl Next for Rest<'_, 3> {
        fn go<P: Publisher<Item = u8, Error = Infallible>>(self, publisher: P) {
            end(publisher, (self.bomb, self.calls, self.fused));
        }
    }
    Rest::<0> { stages, bomb, calls, fused }.go(publisher);
}

fn stages() -> impl Strategy<Value = Vec<Stage>> {
    let stage = prop_oneof![
        any::<u8>().prop_map(Stage::Add),
        (1..5u8).prop_map(Stage::KeepMultiplesOf),
        (0..6usize).prop_map(Stage::Take),
    ];
    prop::collection::vec(stage, 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

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
