//! Absorb what is short: a bounded buffer, and Little's law says how large.
//!
//! The store answers 400 orders a second. A client waits for a quarter of a second: in that time the store
//! answers 100 orders, so no more than 100 may wait. Orders come in bursts of 80 each second, or far
//! too fast for as long as ten seconds.

use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::AnyError;
use reactive_streams_operators::operator::{Capacity, Overflow, Rate};
use reactive_streams_operators::prelude::*;

use crate::{Figures, Order, Shop, percent, seconds};

const FOUR: NonZeroUsize = NonZeroUsize::new(4).unwrap();
const TEN: NonZeroUsize = NonZeroUsize::new(10).unwrap();
/// Orders that the store answers each second.
const ANSWERED: NonZeroU32 = NonZeroU32::new(400).unwrap();
const WORK: Duration = Duration::from_millis(10);
/// What a client waits until work on the order begins.
const WAIT: Duration = Duration::from_millis(250);
/// And until it is done.
const PATIENCE: Duration = Duration::from_millis(260);

fn store<P>(
    shop: &Shop,
    orders: P,
    capacity: NonZeroUsize,
) -> impl Publisher<Item = Order, Error = AnyError>
where
    P: Publisher<Item = Order, Error = AnyError>,
{
    orders.on_overflow(capacity, Overflow::drop_newest()).map_async(FOUR, shop, shop.work(WORK))
}

fn measure(capacity: NonZeroUsize) -> [String; 4] {
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
    let capacity = Capacity::for_latency(Rate::per_second(ANSWERED), WAIT);
    Figures::of(&["bursts: in time", "p99", "flood: in time", "p99"])
        .line("room for 10", measure(TEN))
        .line("room for 400/s × 250 ms = 100", measure(capacity.elements()))
        .line("room for all", measure(NonZeroUsize::MAX))
}
