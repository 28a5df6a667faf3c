//! Silent shedding: a drop that nobody counts is a loss that nobody can find.
//!
//! Twice as many orders come as the store can answer. What is dropped is dropped in all variants; what differs is
//! who knows.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reactive_streams_operators::AnyError;
use reactive_streams_operators::operator::{
    DropCounter, Overflow, OverflowObserver, OverflowPolicy, OverflowRule, Overflowed, Reason,
};
use reactive_streams_operators::prelude::*;

use crate::{Figures, Order, Shop};

const FOUR: NonZeroUsize = NonZeroUsize::new(4).unwrap();
const HUNDRED: NonZeroUsize = NonZeroUsize::new(100).unwrap();
const WORK: Duration = Duration::from_millis(10);

/// Runs it, and gives the number of orders answered.
fn run<R, O>(shop: &Shop, policy: OverflowPolicy<R, O>) -> usize
where
    R: OverflowRule<Order, AnyError>,
    O: OverflowObserver<Order>,
{
    let orders = shop.orders(Duration::from_micros(1250), 8_000);
    let answers = orders.on_overflow(HUNDRED, policy).map_async(FOUR, shop, shop.work(WORK));
    shop.run(Duration::from_secs(60), answers);
    shop.answered()
}

fn ignored() -> [String; 3] {
    let shop = Shop::open();
    let answered = run(&shop, Overflow::drop_newest().ignore());
    figures_of(&shop, answered, 0, 0)
}

fn counted() -> [String; 3] {
    let shop = Shop::open();
    let policy = Overflow::drop_newest();
    let dropped = policy.dropped();
    let answered = run(&shop, policy);
    figures_of(&shop, answered, dropped.by(Reason::Full), 0)
}

fn told() -> [String; 3] {
    let shop = Shop::open();
    let (dropped, refusals) = (DropCounter::new(), Arc::new(AtomicU64::new(0)));
    let (counter, refused) = (dropped.clone(), Arc::clone(&refusals));
    let policy = Overflow::drop_newest().observe(move |overflowed: Overflowed<Order>| {
        refused.fetch_add(1, Ordering::Relaxed); // here a service answers 503
        counter.overflowed(overflowed);
    });
    let answered = run(&shop, policy);
    figures_of(&shop, answered, dropped.by(Reason::Full), refusals.load(Ordering::Relaxed))
}

fn figures_of(shop: &Shop, answered: usize, dropped: u64, told: u64) -> [String; 3] {
    let unknown = shop.offered() as u64 - answered as u64 - dropped;
    [unknown.to_string(), dropped.to_string(), told.to_string()]
}

/// What the variants come to.
pub fn figures() -> Figures {
    Figures::of(&["fate unknown", "counted as dropped", "clients told at once"])
        .line("`ignore()`", ignored())
        .line("counted, as it is by default", counted())
        .line("`observe(…)`: counted, and refused", told())
}
