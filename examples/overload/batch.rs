//! Adapt: what waits goes together, so that the sink gets faster as the load grows.
//!
//! A transaction costs 5 ms, and 0.05 ms for each order in it. Orders come at 1,000 a second.

use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::AnyError;
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;

use crate::{Figures, Order, Shop, percent, seconds};

const ONE: NonZeroUsize = NonZeroUsize::MIN;
const THOUSAND: NonZeroUsize = NonZeroUsize::new(1_000).unwrap();
const HUNDRED: NonZeroUsize = NonZeroUsize::new(100).unwrap();

fn transaction(orders: &[Order]) -> Duration {
    Duration::from_millis(5) + Duration::from_micros(50) * orders.len() as u32
}

fn orders(shop: &Shop) -> impl Publisher<Item = Order, Error = AnyError> + use<> {
    let orders = shop.orders(Duration::from_millis(1), 10_000);
    orders.on_overflow(THOUSAND, Overflow::drop_newest())
}

fn add(mut batch: Vec<Order>, order: Order) -> Vec<Order> {
    batch.push(order);
    batch
}

fn measure<P>(transactions: impl Fn(&Shop) -> P) -> [String; 3]
where
    P: Publisher<Item = Vec<Order>, Error = AnyError>,
{
    let shop = Shop::open();
    let stored = transactions(&shop).map_async(
        ONE,
        &shop,
        shop.work_of(|orders: &Vec<_>| transaction(orders)),
    );
    shop.run(Duration::from_secs(60), stored.flat_map_iter(|batch| batch));
    [percent(shop.answered(), shop.offered()), seconds(shop.p99()), shop.worked().to_string()]
}

/// What the variants come to.
pub fn figures() -> Figures {
    let one_by_one = |shop: &Shop| orders(shop).map(|order| vec![order]);
    let batched = |shop: &Shop| orders(shop).batch(HUNDRED, |order| vec![order], add);
    Figures::of(&["stored", "p99", "transactions"])
        .line("one by one", measure(one_by_one))
        .line("`batch`: what waits, up to 100", measure(batched))
}
