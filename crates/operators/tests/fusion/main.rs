//! Fusion cannot be noticed: random chains do the same fused and subscribed.
//!
//! A chain is built while the test runs, stage by stage, and between two stages its type is forgotten: a
//! fused one is a boxed iterator there, a subscribed one a boxed publisher. So chains may have any length, and
//! what is compiled are stages, not chains. The last two stages and the sink of a fused chain keep their
//! types: there the iterators of stages meet each other.
#![allow(clippy::unwrap_used)] // also in helpers

mod stage;

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use reactive_streams::{Driver, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{BoxPublisher, from_iter};

use stage::{Next, Stage, attach, stages};

/// What user code sees, in order; one call of it panics.
#[derive(Clone)]
pub(crate) struct Calls {
    seen: Arc<Mutex<Vec<String>>>,
    bomb: usize,
}

impl Calls {
    fn new(bomb: usize) -> Self {
        Self { seen: Arc::default(), bomb }
    }

    pub(crate) fn call(&self, what: String) {
        let mut seen = self.seen.lock().unwrap();
        seen.push(what);
        let boom = seen.len() == self.bomb;
        drop(seen);
        assert!(!boom, "bomb");
    }
}

/// The items, which say when they are taken, and that they are dropped.
struct Source {
    items: std::vec::IntoIter<u8>,
    calls: Calls,
    dropped: Arc<AtomicUsize>,
}

impl Iterator for Source {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let item = self.items.next()?;
        self.calls.call(format!("source {item}"));
        Some(item)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        self.dropped.fetch_add(1, Ordering::Relaxed);
    }
}

/// A chain so far.
enum Chain {
    Fused(Box<dyn Iterator<Item = u8> + Send>),
    Subscribed(BoxPublisher<u8, Infallible>),
}

/// Drives a chain as far as it is built; as one that may be cancelled meanwhile, or not.
struct Fuse<const CANCELLABLE: bool>;

impl<const CANCELLABLE: bool> Driver<u8, Infallible> for Fuse<CANCELLABLE> {
    type Output = Chain;
    const CANCELLABLE: bool = CANCELLABLE;

    fn push<P: Publisher<Item = u8, Error = Infallible>>(self, publisher: P) -> Chain {
        Chain::Subscribed(publisher.boxed())
    }

    fn pull<I: Iterator<Item = u8> + Send + 'static>(self, iterator: I) -> Chain {
        Chain::Fused(Box::new(iterator))
    }
}

impl<const CANCELLABLE: bool> Next for Fuse<CANCELLABLE> {
    type Output = Chain;

    fn go<P: Publisher<Item = u8, Error = Infallible>>(self, publisher: P) -> Chain {
        publisher.drive(self)
    }
}

/// Subscribes a chain, whatever it is.
struct Subscribe;

impl Next for Subscribe {
    type Output = Chain;

    fn go<P: Publisher<Item = u8, Error = Infallible>>(self, publisher: P) -> Chain {
        Chain::Subscribed(publisher.boxed())
    }
}

/// The end of a chain.
struct Sink(Calls);

impl Next for Sink {
    type Output = String;

    fn go<P: Publisher<Item = u8, Error = Infallible>>(self, publisher: P) -> String {
        let sum = publisher.fold(0, move |sum: u32, n| {
            self.0.call(format!("fold {n}"));
            sum + u32::from(n)
        });
        format!("{:?}", sum.block())
    }
}

/// The last stage and the sink behind it.
struct Last {
    stage: Stage,
    calls: Calls,
}

impl Next for Last {
    type Output = String;

    fn go<P: Publisher<Item = u8, Error = Infallible>>(self, publisher: P) -> String {
        attach(publisher, self.stage, 0, &self.calls, Sink(self.calls.clone()))
    }
}

fn run(source: Source, stages: &[Stage], calls: &Calls, mode: Mode) -> String {
    let (stages, last) =
        stages.split_at(if mode.fuses { stages.len().saturating_sub(2) } else { stages.len() });
    let mut chain = match mode.fuses {
        true => Chain::Fused(Box::new(source)),
        false => Chain::Subscribed(from_iter(source).boxed()),
    };
    for (index, stage) in stages.iter().enumerate() {
        let place = stages.len() + last.len() - 1 - index;
        chain = match chain {
            Chain::Fused(items) if mode.cancellable => {
                attach(from_iter(items), *stage, place, calls, Fuse::<true>)
            }
            Chain::Fused(items) => attach(from_iter(items), *stage, place, calls, Fuse::<false>),
            Chain::Subscribed(publisher) => attach(publisher, *stage, place, calls, Subscribe),
        };
    }
    let sink = Sink(calls.clone());
    match (chain, last) {
        (Chain::Fused(items), []) => sink.go(from_iter(items)),
        (Chain::Fused(items), [only]) => attach(from_iter(items), *only, 0, calls, sink),
        (Chain::Fused(items), [first, second, ..]) => {
            let last = Last { stage: *second, calls: calls.clone() };
            attach(from_iter(items), *first, 1, calls, last)
        }
        (Chain::Subscribed(mut publisher), last) => {
            for (index, stage) in last.iter().enumerate() {
                let place = last.len() - 1 - index;
                let Chain::Subscribed(next) = attach(publisher, *stage, place, calls, Subscribe)
                else {
                    unreachable!("`Subscribe` does not fuse");
                };
                publisher = next;
            }
            sink.go(publisher)
        }
    }
}

#[derive(Clone, Copy)]
struct Mode {
    fuses: bool,
    /// Whether what is fused is so as if it could be cancelled meanwhile.
    cancellable: bool,
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn cannot_be_noticed(
        items in prop::collection::vec(any::<u8>(), 0..12),
        stages in prop::collection::vec(stages(), 0..7),
        bomb in 0..60usize, // the call that panics; none if there are fewer, or for 0
        cancellable in any::<bool>(),
    ) {
        let [fused, subscribed] = [true, false].map(|fuses| {
            let (calls, dropped) = (Calls::new(bomb), Arc::<AtomicUsize>::default());
            let (items, counted) = (items.clone().into_iter(), Arc::clone(&dropped));
            let source = Source { items, calls: calls.clone(), dropped: counted };
            let mode = Mode { fuses, cancellable };
            let run = AssertUnwindSafe(|| run(source, &stages, &calls, mode));
            let outcome = catch_unwind(run)
                .unwrap_or_else(|panic| format!("panic {:?}", panic.downcast_ref::<&str>()));
            let seen = calls.seen.lock().unwrap().clone();
            (seen, outcome, dropped.load(Ordering::Relaxed))
        });
        prop_assert_eq!(fused.2, 1);
        prop_assert_eq!(fused, subscribed);
    }
}
