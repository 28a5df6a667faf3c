//! Hold the source back: one that can wait needs no buffer.
//!
//! A table of 10,000 rows is read as fast as one asks for them, and written to a store with four slots
//! that takes 10 ms for each. A buffer between the two holds nearly all of them, and nothing is done sooner.

use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{AnyError, range};

use crate::{Figures, Order, Shop, seconds};

const ROWS: u64 = 10_000;
const WRITE: Duration = Duration::from_millis(10);
const FOUR: NonZeroUsize = NonZeroUsize::new(4).unwrap();
const UNBOUNDED: NonZeroUsize = NonZeroUsize::MAX;

/// The rows, each read when it is requested.
fn rows(shop: &Shop) -> impl Publisher<Item = Order, Error = AnyError> + use<> {
    let shop = shop.clone();
    range(0..ROWS).map(move |number| shop.order(number)).fallible()
}

fn buffered(shop: &Shop) -> impl Publisher<Item = Order, Error = AnyError> + use<> {
    rows(shop)
        .on_overflow(UNBOUNDED, Overflow::drop_newest()) // reads on, whatever the store does
        .map_async(FOUR, shop, shop.work(WRITE))
}

fn held(shop: &Shop) -> impl Publisher<Item = Order, Error = AnyError> + use<> {
    rows(shop).map_async(FOUR, shop, shop.work(WRITE)) // requests a row when a slot is free
}

fn measure<P>(variant: impl Fn(&Shop) -> P) -> [String; 3]
where
    P: Publisher<Item = Order, Error = AnyError>,
{
    let shop = Shop::open();
    shop.run(Duration::from_secs(60), variant(&shop));
    let [written, most] = [shop.answered(), shop.most_waiting()].map(|count| count.to_string());
    [written, most, seconds(shop.last_answer(|_| true))]
}

/// What the variants come to.
pub fn figures() -> Figures {
    Figures::of(&["rows written", "most in memory", "done after"])
        .line("read on, and buffer", measure(buffered))
        .line("hold the reader back", measure(held))
}
