//! Degrade: show the latest, and not all.
//!
//! A thousand prices come each second; a display takes 50 ms to draw one. What counts is how old a price is when
//! it has been drawn.

use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::AnyError;
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;

use crate::{Figures, Order as Price, Shop, seconds};

const ONE: NonZeroUsize = NonZeroUsize::MIN;
const HUNDRED: NonZeroUsize = NonZeroUsize::new(100).unwrap();
const DRAW: Duration = Duration::from_millis(50);

fn measure<P>(to_draw: impl Fn(&Shop) -> P) -> [String; 2]
where
    P: Publisher<Item = Price, Error = AnyError>,
{
    let shop = Shop::open();
    shop.run(Duration::from_secs(10), to_draw(&shop).map_async(ONE, &shop, shop.work(DRAW)));
    [shop.answered().to_string(), seconds(shop.p99())]
}

/// What the variants come to.
pub fn figures() -> Figures {
    let prices = |shop: &Shop| shop.orders(Duration::from_millis(1), 10_000);
    let queued = |shop: &Shop| prices(shop).on_overflow(NonZeroUsize::MAX, Overflow::drop_newest());
    let newest = |shop: &Shop| prices(shop).on_overflow(HUNDRED, Overflow::drop_oldest());
    let latest = |shop: &Shop| prices(shop).conflate(|_, latest| latest);
    let sampled = |shop: &Shop| prices(shop).sample(2 * DRAW, shop);
    Figures::of(&["prices drawn", "age when drawn, p99"])
        .line("all, one after another", measure(queued))
        .line("the newest 100", measure(newest))
        .line("`conflate`: the latest", measure(latest))
        .line("`sample`: one every 100 ms", measure(sampled))
}
