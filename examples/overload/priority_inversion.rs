//! Priority inversion: in one queue for all, those in a hurry wait behind those who are not.
//!
//! The store answers 400 orders a second. Customers send 100, and after two seconds an import of 4,000 begins.

use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{AnyError, merge_preferred, range};

use crate::{Figures, Order, Shop, percent, seconds};

const FOUR: NonZeroUsize = NonZeroUsize::new(4).unwrap();
const EIGHT: NonZeroUsize = NonZeroUsize::new(8).unwrap();
const HUNDRED: NonZeroUsize = NonZeroUsize::new(100).unwrap();
const WORK: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_millis(260);
/// Orders with this number, or a higher one, are of the import.
const IMPORT: u64 = 1_000_000;

fn customers(shop: &Shop) -> impl Publisher<Item = Order, Error = AnyError> + use<> {
    shop.orders(Duration::from_millis(10), 2_000)
}

/// Rows of a file, each read when it is requested.
fn import(shop: &Shop) -> impl Publisher<Item = Order, Error = AnyError> + use<> {
    let from_shop = shop.clone();
    let rows = range(IMPORT..IMPORT + 4_000).map(move |number| from_shop.order(number));
    rows.fallible().delay_subscription(Duration::from_secs(2), shop)
}

fn one_queue(shop: &Shop) -> impl Publisher<Item = Order, Error = AnyError> + use<> {
    customers(shop).merge(import(shop)).on_overflow(NonZeroUsize::MAX, Overflow::drop_newest())
}

fn two_lanes(shop: &Shop) -> impl Publisher<Item = Order, Error = AnyError> + use<> {
    let customers = customers(shop).on_overflow(HUNDRED, Overflow::drop_newest());
    merge_preferred([customers.boxed(), import(shop).boxed()]).prefetch(EIGHT)
}

fn measure<P>(orders: impl Fn(&Shop) -> P) -> [String; 3]
where
    P: Publisher<Item = Order, Error = AnyError>,
{
    let shop = Shop::open();
    shop.run(Duration::from_secs(60), orders(&shop).map_async(FOUR, &shop, shop.work(WORK)));
    let is_customer = |order: &Order| order.number < IMPORT;
    [
        percent(shop.in_time_of(PATIENCE, is_customer), 2_000),
        seconds(shop.p99_of(is_customer)),
        seconds(shop.last_answer(|order| order.number >= IMPORT)),
    ]
}

/// What the variants come to.
pub fn figures() -> Figures {
    Figures::of(&["customers in time", "p99 of customers", "import done after"])
        .line("one queue", measure(one_queue))
        .line("two lanes", measure(two_lanes))
}
