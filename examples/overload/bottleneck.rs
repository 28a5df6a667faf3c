//! Which stage to make faster: the one that the inspector names.
//!
//! Three stages with four slots each answer 667, 500 and 400 orders a second. 700 come.

use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams_inspect::{InspectExt, Inspector, Stage};
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;

use crate::{Figures, Shop};

const FOUR: NonZeroUsize = NonZeroUsize::new(4).unwrap();
const EIGHT: NonZeroUsize = NonZeroUsize::new(8).unwrap();
const NINETY: NonZeroUsize = NonZeroUsize::new(90).unwrap();
const PERIOD: Duration = Duration::from_secs(5);

fn measure([check, pay, store]: [NonZeroUsize; 3]) -> [String; 3] {
    let shop = Shop::open();
    let inspector = Inspector::with_clock("shop", &shop);
    let [checking, paying, storing] = [6, 8, 10].map(Duration::from_millis);
    let policy = Overflow::drop_newest();
    let queue = Stage::named("queue").capacity(NINETY).drops(&policy.dropped());
    let stored = shop
        .orders(Duration::from_micros(1430), 3_500)
        .observed(&inspector, Stage::named("arrivals"))
        .on_overflow(NINETY, policy)
        .observed(&inspector, queue)
        .map_async(check, &shop, shop.work(checking))
        .observed(&inspector, Stage::named("check").in_flight(check))
        .map_async(pay, &shop, shop.work(paying))
        .observed(&inspector, Stage::named("pay").in_flight(pay))
        .map_async(store, &shop, shop.work(storing))
        .observed(&inspector, Stage::named("store").in_flight(store));
    let snapshot = shop.run_and_look(PERIOD, stored, || inspector.snapshot());
    let named = snapshot.bottleneck().map_or("none", |stage| &stage.name);
    let dropped = snapshot.stage("queue").map(|queue| queue.dropped.values().sum::<u64>());
    [
        format!("{} /s", shop.answered() as u64 / PERIOD.as_secs()),
        dropped.unwrap_or_default().to_string(),
        named.to_owned(),
    ]
}

/// What the variants come to.
pub fn figures() -> Figures {
    Figures::of(&["answered", "dropped", "named as the bottleneck"])
        .line("four slots each", measure([FOUR, FOUR, FOUR]))
        .line("twice as many to check", measure([EIGHT, FOUR, FOUR]))
        .line("twice as many to store", measure([FOUR, FOUR, EIGHT]))
        .line("and to pay", measure([FOUR, EIGHT, EIGHT]))
        .line("and to check", measure([EIGHT, EIGHT, EIGHT]))
}
