//! Cascading queues: where each stage has a buffer of its own, the waits add up, and work is done for callers who
//! have gone.
//!
//! Three stages answer 667, 500 and 400 orders a second. 800 come.

use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::AnyError;
use reactive_streams_operators::operator::{DropCounter, Overflow};
use reactive_streams_operators::prelude::*;
use reactive_streams_overload::ext::DeadlineExt;

use crate::{Figures, Order, Shop, percent, seconds};

const FOUR: NonZeroUsize = NonZeroUsize::new(4).unwrap();
const FIVE_HUNDRED: NonZeroUsize = NonZeroUsize::new(500).unwrap();
const NINETY: NonZeroUsize = NonZeroUsize::new(90).unwrap();
const PATIENCE: Duration = Duration::from_millis(300);
const CHECK: Duration = Duration::from_millis(6);
const PAY: Duration = Duration::from_millis(8);
const STORE: Duration = Duration::from_millis(10);

fn a_queue_each(shop: &Shop) -> impl Publisher<Item = Order, Error = AnyError> + use<> {
    shop.orders(Duration::from_micros(1250), 8_000)
        .on_overflow(FIVE_HUNDRED, Overflow::drop_newest())
        .map_async(FOUR, shop, shop.work(CHECK))
        .on_overflow(FIVE_HUNDRED, Overflow::drop_newest())
        .map_async(FOUR, shop, shop.work(PAY))
        .on_overflow(FIVE_HUNDRED, Overflow::drop_newest())
        .map_async(FOUR, shop, shop.work(STORE))
}

fn one_in_front(shop: &Shop) -> impl Publisher<Item = Order, Error = AnyError> + use<> {
    shop.orders(Duration::from_micros(1250), 8_000)
        .on_overflow(NINETY, Overflow::drop_newest()) // what 400/s answer in 225 ms
        .map_async(FOUR, shop, shop.work(CHECK))
        .map_async(FOUR, shop, shop.work(PAY))
        .map_async(FOUR, shop, shop.work(STORE)) // whose demand holds all stages back
}

fn with_deadlines(shop: &Shop) -> impl Publisher<Item = Order, Error = AnyError> + use<> {
    shop.orders(Duration::from_micros(1250), 8_000)
        .due_within(PATIENCE, shop)
        .on_overflow(FIVE_HUNDRED, Overflow::drop_newest())
        .shed_late_after(|_| CHECK + PAY + STORE, shop, DropCounter::new())
        .map_async(FOUR, shop, shop.work(CHECK))
        .on_overflow(FIVE_HUNDRED, Overflow::drop_newest())
        .shed_late_after(|_| PAY + STORE, shop, DropCounter::new())
        .map_async(FOUR, shop, shop.work(PAY))
        .on_overflow(FIVE_HUNDRED, Overflow::drop_newest())
        .shed_late_after(|_| STORE, shop, DropCounter::new())
        .map_async(FOUR, shop, shop.work(STORE))
        .map(|order| order.element)
}

fn measure<P>(answers: impl Fn(&Shop) -> P) -> [String; 3]
where
    P: Publisher<Item = Order, Error = AnyError>,
{
    let shop = Shop::open();
    shop.run(Duration::from_secs(60), answers(&shop));
    let in_time = shop.in_time(PATIENCE);
    let work = shop.worked() as f64 / in_time as f64;
    [percent(in_time, shop.offered()), seconds(shop.p99()), format!("{work:.1}")]
}

/// What the variants come to.
pub fn figures() -> Figures {
    Figures::of(&["in time", "p99", "pieces of work for each in time"])
        .line("a queue before each stage", measure(a_queue_each))
        .line("a queue each, and deadlines", measure(with_deadlines))
        .line("one queue, demand from end to end", measure(one_in_front))
}
