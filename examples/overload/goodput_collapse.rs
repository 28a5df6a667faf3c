//! Goodput collapse: a queue that is always full answers everybody, and everybody too late.
//!
//! The store answers 444 orders a second. 400 come, but for two seconds in which 1,200 do: a backlog of 1,500
//! orders, and room for only 44 more each second to work it off.

use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

use reactive_streams_operators::operator::{Capacity, DropCounter, Overflow, Rate};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{AnyError, BoxPublisher};
use reactive_streams_overload::ext::DeadlineExt;

use crate::{Figures, Order, Shop, percent};

const FOUR: NonZeroUsize = NonZeroUsize::new(4).unwrap();
const ALL: NonZeroUsize = NonZeroUsize::MAX;
const WORK: Duration = Duration::from_millis(9);
const STORED: Rate = Rate::new(NonZeroU32::new(4).unwrap(), WORK);
const WAIT: Duration = Duration::from_millis(250);
const PATIENCE: Duration = Duration::from_millis(260);
const BURST: Duration = Duration::from_secs(2);

type Orders = BoxPublisher<Order, AnyError>;

fn first_in_first_out(shop: &Shop, orders: Orders) -> Orders {
    let waiting = orders.on_overflow(ALL, Overflow::drop_newest());
    waiting.map_async(FOUR, shop, shop.work(WORK)).boxed()
}

fn bounded(shop: &Shop, orders: Orders) -> Orders {
    let capacity = Capacity::for_latency(STORED, WAIT).elements();
    let waiting = orders.on_overflow(capacity, Overflow::drop_newest());
    waiting.map_async(FOUR, shop, shop.work(WORK)).boxed()
}

fn with_deadlines(shop: &Shop, orders: Orders) -> Orders {
    let waiting = orders.due_within(PATIENCE, shop).on_overflow(ALL, Overflow::drop_newest());
    let in_time = waiting.shed_late_after(|_| WORK, shop, DropCounter::new());
    in_time.map_async(FOUR, shop, shop.work(WORK)).map(|order| order.element).boxed()
}

fn measure(store: fn(&Shop, Orders) -> Orders) -> [String; 3] {
    let shop = Shop::open();
    let burst = shop.orders(BURST / 2_400, 2_400);
    let afterwards = shop.orders(Duration::from_micros(2_500), 12_000); // for half a minute
    shop.run(Duration::from_secs(60), store(&shop, burst.chain(afterwards).boxed()));
    let in_burst = shop.in_time_of(PATIENCE, |order| order.arrived <= BURST);
    let in_time = shop.in_time(PATIENCE);
    [
        percent(in_burst, 2_400),
        percent(in_time - in_burst, 12_000),
        percent(shop.worked() - in_time, shop.worked()),
    ]
}

/// What the variants come to.
pub fn figures() -> Figures {
    Figures::of(&["in time in the burst", "in the 30 s after it", "work in vain"])
        .line("room for all", measure(first_in_first_out))
        .line("room for 444/s × 250 ms", measure(bounded))
        .line("room for all, and deadlines", measure(with_deadlines))
}
