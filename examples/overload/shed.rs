//! Shed by a policy: what is dropped should be what is worth least.
//!
//! Twice as many orders come as the store can answer, and a client waits for 260 ms. One order in ten is from
//! a customer who matters.

use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams_operators::AnyError;
use reactive_streams_operators::operator::{DropCounter, Overflow, OverflowPolicy, OverflowRule};
use reactive_streams_operators::prelude::*;

use crate::{Figures, Order, Shop, percent, seconds};

const FOUR: NonZeroUsize = NonZeroUsize::new(4).unwrap();
const WORK: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_millis(260);

fn matters(order: &Order) -> bool {
    order.number.is_multiple_of(10)
}

fn measure<R>(
    capacity: usize,
    policy: impl Fn(&Shop) -> OverflowPolicy<R, DropCounter>,
) -> [String; 4]
where
    R: OverflowRule<Order, AnyError>,
{
    let shop = Shop::open();
    let policy = policy(&shop);
    let dropped = policy.dropped();
    let capacity = NonZeroUsize::new(capacity).unwrap_or(NonZeroUsize::MIN);
    let answers = shop
        .orders(Duration::from_micros(1250), 8_000) // 800 a second for ten seconds
        .on_overflow(capacity, policy)
        .map_async(FOUR, &shop, shop.work(WORK));
    shop.run(Duration::from_secs(60), answers);
    [
        percent(shop.in_time(PATIENCE), shop.offered()),
        percent(shop.in_time_of(PATIENCE, matters), shop.offered() / 10),
        seconds(shop.p99()),
        dropped.total().to_string(),
    ]
}

/// What the variants come to.
pub fn figures() -> Figures {
    let importance = |order: &Order| i64::from(matters(order));
    let old = Duration::from_millis(250);
    Figures::of(&["in time", "of those who matter", "p99", "dropped"])
        .line("room for all", measure(usize::MAX, |_| Overflow::drop_newest()))
        .line("1,000, drop the newest", measure(1_000, |_| Overflow::drop_newest()))
        .line("1,000, drop the oldest", measure(1_000, |_| Overflow::drop_oldest()))
        .line(
            "1,000, drop what is older than 250 ms",
            measure(1_000, |shop| Overflow::drop_older_than(old, shop)),
        )
        .line("100, drop the newest", measure(100, |_| Overflow::drop_newest()))
        .line("100, drop the oldest", measure(100, |_| Overflow::drop_oldest()))
        .line("100, drop the least important", measure(100, |_| Overflow::drop_least(importance)))
}
