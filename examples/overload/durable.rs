//! Absorb on disk: what has been accepted outlives the process.
//!
//! 800 orders come in a second and are accepted at once; the store does 400. After that second the process is gone,
//! without a word: what its successor finds is a copy of the files at that moment.

use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::Path;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::AnyError;
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;
use reactive_streams_spill::{Durability, SpillOptions, SpillQueue};

use crate::{Figures, Order, Shop};

const FOUR: NonZeroUsize = NonZeroUsize::new(4).unwrap();
const ALL: NonZeroUsize = NonZeroUsize::MAX;
const MEGABYTE: NonZeroU64 = NonZeroU64::new(1 << 20).unwrap();
const WORK: Duration = Duration::from_millis(10);
const SECOND: Duration = Duration::from_secs(1);

fn orders(shop: &Shop) -> impl Publisher<Item = Order, Error = AnyError> + use<> {
    shop.orders(SECOND / 800, 800)
}

fn open(path: &Path) -> Result<SpillQueue<Order>, Box<dyn Error>> {
    let options = SpillOptions::with_capacity(MEGABYTE).durability(Durability::Process);
    Ok(SpillQueue::open(path, options)?)
}

/// Acknowledges an order when it has been stored, and not before.
fn store(
    shop: &Shop,
    queue: &SpillQueue<Order>,
) -> impl Publisher<Item = Order, Error = AnyError> + use<> {
    let deliveries = queue.deliveries().map_err(AnyError::new);
    deliveries.map_async(FOUR, shop, shop.work(WORK)).map(Delivery::acknowledge)
}

fn in_memory() -> [String; 4] {
    let shop = Shop::open();
    let waiting = orders(&shop).on_overflow(ALL, Overflow::drop_newest());
    shop.run(SECOND, waiting.map_async(FOUR, &shop, shop.work(WORK)));
    counted(&shop, &Shop::open())
}

fn on_disk() -> Result<[String; 4], Box<dyn Error>> {
    let (before, after) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let (shop, successor) = (Shop::open(), Shop::open_at(SECOND));
    let queue = open(before.path())?;
    let accept = queue.clone();
    let accepted = orders(&shop).map(move |order| accept.push(order).expect("there is room"));
    accepted.subscribe_fn(|()| {}, |_| {}).detach();
    let copy = || -> Result<(), Box<dyn Error>> {
        for file in fs::read_dir(before.path())? {
            let file = file?;
            fs::copy(file.path(), after.path().join(file.file_name()))?;
        }
        Ok(())
    };
    shop.run_and_look(SECOND, store(&shop, &queue), copy)?;
    successor.run(60 * SECOND, store(&successor, &open(after.path())?));
    Ok(counted(&shop, &successor))
}

fn counted(shop: &Shop, successor: &Shop) -> [String; 4] {
    let [before, after] = [shop, successor].map(Shop::answered_orders);
    let once: HashSet<_> = before.iter().chain(&after).collect();
    let lost = shop.offered() - once.len();
    let twice = before.len() + after.len() - once.len();
    [before.len(), after.len(), lost, twice].map(|count| count.to_string())
}

/// What the variants come to.
pub fn figures() -> Figures {
    Figures::of(&["stored before", "stored by the successor", "lost", "stored twice"])
        .line("accepted into memory", in_memory())
        .line("accepted onto disk", on_disk().expect("there is a disk to write to"))
}
