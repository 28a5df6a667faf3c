//! Absorb what is short: a bounded buffer, and Little's law says how large.
//!
//! The store answers 400 orders a second. A client waits for a quarter of a second: in that time the store
//! answers 100 orders, so no more than 100 may wait. Orders come in bursts of 80 each second, or far
//! too fast for as long as ten seconds.

use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::AnyError;
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;

use crate::{Figures, Order, Shop, percent, seconds};

const FOUR: NonZeroUsize = NonZeroUsize::new(4).unwrap();
const WORK: Duration = Duration::from_millis(10);
/// What a client waits, and the time for the work itself.
const PATIENCE: Duration = Duration::from_millis(260);

fn store<P>(
    shop: &Shop,
    orders: P,
    capacity: usize,
) -> impl Publisher<Item = Order, Error = AnyError>
where
    P: Publisher<Item = Order, Error = AnyError>,
{
    let capacity = NonZeroUsize::new(capacity).unwrap_or(NonZeroUsize::MIN);
    orders.on_overflow(capacity, Overflow::drop_newest()).map_async(FOUR, shop, shop.work(WORK))
}

fn measure(capacity: usize) -> [String; 4] {
    let bursts = Shop::open();
    let orders = bursts.bursts(80, Duration::from_secs(1), 10);
    bursts.run(Duration::from_secs(60), store(&bursts, orders, capacity));

    let flood = Shop::open();
    let orders = flood.orders(Duration::from_micros(1250), 8_000); // 800 a second for ten seconds
    flood.run(Duration::from_secs(60), store(&flood, orders, capacity));

    [&bursts, &flood]
        .map(|shop| [percent(shop.in_time(PATIENCE), shop.offered()), seconds(shop.p99())])
        .concat()
        .try_into()
        .expect("two figures of each")
}

/// What the variants come to.
pub fn figures() -> Figures {
    Figures::of(&["bursts: in time", "p99", "flood: in time", "p99"])
        .line("room for 10", measure(10))
        .line("room for 400/s × 250 ms = 100", measure(100))
        .line("room for all", measure(usize::MAX))
}
