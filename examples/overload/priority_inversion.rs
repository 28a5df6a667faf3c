//! Priority inversion: in one queue for all, those in a hurry wait behind those who are not.
//!
//! The store answers 400 orders a second. After two seconds an import of 8,000 begins, and customers send 100 a
//! second; or 500, in a flood of 20 seconds that leaves nothing for the import.

use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

use reactive_streams_operators::operator::{Lane, Overflow};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{AnyError, BoxPublisher, range, strict_lanes, weighted_lanes};

use crate::{Figures, Order, Shop, percent};

const FOUR: NonZeroUsize = NonZeroUsize::new(4).unwrap();
const EIGHT: NonZeroUsize = NonZeroUsize::new(8).unwrap();
const WAITING: NonZeroUsize = NonZeroUsize::new(60).unwrap();
const ONE: NonZeroU32 = NonZeroU32::MIN;
const THREE: NonZeroU32 = NonZeroU32::new(3).unwrap();
const WORK: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_millis(260);
const PERIOD: Duration = Duration::from_secs(20);
/// Orders with this number, or a higher one, are of the import.
const IMPORT: u64 = 1_000_000;

type Orders = BoxPublisher<Order, AnyError>;

/// Rows of a file, each read when it is requested.
fn import(shop: &Shop) -> Orders {
    let from_shop = shop.clone();
    let rows = range(IMPORT..IMPORT + 8_000).map(move |number| from_shop.order(number));
    rows.fallible().delay_subscription(Duration::from_secs(2), shop).boxed()
}

fn one_queue(shop: &Shop, customers: Orders) -> Orders {
    let all = customers.merge(import(shop));
    all.on_overflow(NonZeroUsize::MAX, Overflow::drop_newest()).boxed()
}

/// Customers and import, each with room of its own.
fn lanes(shop: &Shop, customers: Orders) -> [Lane<Orders>; 2] {
    let customers = customers.on_overflow(WAITING, Overflow::drop_newest()).boxed();
    [Lane::new(customers, EIGHT), Lane::new(import(shop), EIGHT)]
}

fn strict(shop: &Shop, customers: Orders) -> Orders {
    strict_lanes(lanes(shop, customers)).boxed()
}

fn weighted(shop: &Shop, customers: Orders) -> Orders {
    let [customers, import] = lanes(shop, customers);
    weighted_lanes([customers.weight(THREE), import.weight(ONE)]).boxed()
}

fn measure(orders: fn(&Shop, Orders) -> Orders) -> [String; 4] {
    let figures = [100, 500].map(|each_second| {
        let shop = Shop::open();
        let sent = 20 * each_second;
        let customers = shop.orders(PERIOD / sent, sent as usize).boxed();
        let stored = orders(&shop, customers).map_async(FOUR, &shop, shop.work(WORK));
        shop.run(PERIOD, stored);
        let in_time = shop.in_time_of(PATIENCE, |order| order.number < IMPORT);
        let imported = shop.in_time_of(Duration::MAX, |order| order.number >= IMPORT);
        [percent(in_time, sent as usize), percent(imported, 8_000)]
    });
    let [[in_time, imported], [flood_in_time, flood_imported]] = figures;
    [in_time, imported, flood_in_time, flood_imported]
}

/// What the variants come to.
pub fn figures() -> Figures {
    Figures::of(&["customers in time", "imported", "in a flood: customers in time", "imported"])
        .line("one queue", measure(one_queue))
        .line("`strict_lanes`", measure(strict))
        .line("`weighted_lanes`, 3 to 1", measure(weighted))
}
