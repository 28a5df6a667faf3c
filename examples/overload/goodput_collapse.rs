//! Goodput collapse: a queue that is always full answers everybody, and everybody too late.
//!
//! The store answers 444 orders a second. 400 come, but for two seconds in which 1,200 do: a backlog of 1,500
//! orders, and room for only 44 more each second to work it off.

use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams_operators::AnyError;
use reactive_streams_operators::operator::{DropCounter, Overflow, OverflowPolicy, OverflowRule};
use reactive_streams_operators::prelude::*;

use crate::{Figures, Order, Shop, percent};

const FOUR: NonZeroUsize = NonZeroUsize::new(4).unwrap();
const WORK: Duration = Duration::from_millis(9);
const PATIENCE: Duration = Duration::from_millis(260);
const BURST: Duration = Duration::from_secs(2);

fn measure<R>(
    capacity: usize,
    policy: impl Fn(&Shop) -> OverflowPolicy<R, DropCounter>,
) -> [String; 3]
where
    R: OverflowRule<Order, AnyError>,
{
    let shop = Shop::open();
    let capacity = NonZeroUsize::new(capacity).unwrap_or(NonZeroUsize::MIN);
    let burst = shop.orders(BURST / 2_400, 2_400);
    let afterwards = shop.orders(Duration::from_micros(2_500), 12_000); // for half a minute
    let answers = burst.chain(afterwards).on_overflow(capacity, policy(&shop)).map_async(
        FOUR,
        &shop,
        shop.work(WORK),
    );
    shop.run(Duration::from_secs(60), answers);
    let in_burst = shop.in_time_of(PATIENCE, |order| order.arrived <= BURST);
    let in_time = shop.in_time(PATIENCE);
    [
        percent(in_burst, 2_400),
        percent(in_time - in_burst, 12_000),
        percent(shop.answered() - in_time, shop.answered()),
    ]
}

/// What the variants come to.
pub fn figures() -> Figures {
    let old = Duration::from_millis(250);
    Figures::of(&["in time in the burst", "in the 30 s after it", "work in vain"])
        .line("room for all", measure(usize::MAX, |_| Overflow::drop_newest()))
        .line("room for 444/s × 250 ms = 111", measure(111, |_| Overflow::drop_newest()))
        .line(
            "room for all, up to an age of 250 ms",
            measure(usize::MAX, |shop| Overflow::drop_older_than(old, shop)),
        )
}
