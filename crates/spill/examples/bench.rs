//! Pushes and consumes, beside a loop over the bare store that does the same; prints the ratio.
//!
//! `cargo run --release --package reactive-streams-spill --example bench`
//!
//! Elements of 100 bytes, 256 in a commit, 10,000 waiting. Both write, read, and remove every element, and both
//! keep the same promise: `process` without a synchronization, `power` with one for each commit. A round of one
//! follows a round of the other; what is compared is the median of the rounds.

use std::error::Error;
use std::io;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_spill::{
    Durability, SpillAcknowledgement, SpillError, SpillOptions, SpillQueue,
};
use redb::backends::FileBackend;
use redb::{Database, ReadableDatabase, StorageBackend, TableDefinition};

const BATCH: u64 = 256;
const WAITING: u64 = 10_000;
const ELEMENTS: u64 = 100_000;
const ROUNDS: usize = 5;
const TABLE: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("elements");

/// The store as it is, but for the synchronization.
#[derive(Debug)]
struct Backend(FileBackend, Durability);

impl StorageBackend for Backend {
    fn sync_data(&self) -> io::Result<()> {
        if self.1 == Durability::Power { self.0.sync_data() } else { Ok(()) }
    }

    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write(offset, data)
    }
}

fn element() -> String {
    "x".repeat(99) // and one byte for the length
}

/// The store's own loop.
fn store(path: &Path, durability: Durability) -> Result<Duration, Box<dyn Error>> {
    let file = std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .open(path.join("it"))?;
    let backend = Backend(FileBackend::new(file)?, durability);
    let database = Database::builder().set_cache_size(16 << 20).create_with_backend(backend)?;
    let element = element();
    let began = Instant::now();
    let (mut head, mut next) = (0, 0);
    while next < ELEMENTS {
        let transaction = database.begin_write()?;
        {
            let mut table = transaction.open_table(TABLE)?;
            for number in next..next + BATCH {
                table.insert(number, element.as_bytes())?;
            }
        }
        transaction.commit()?;
        next += BATCH;
        if next - head <= WAITING {
            continue;
        }
        let mut read = Vec::new();
        {
            let table = database.begin_read()?.open_table(TABLE)?;
            for entry in table.range(head..head + BATCH)? {
                let (number, element) = entry?;
                read.push((number.value(), element.value().to_vec()));
            }
        }
        let transaction = database.begin_write()?;
        {
            let mut table = transaction.open_table(TABLE)?;
            for (number, _) in &read {
                table.remove(number)?;
            }
        }
        transaction.commit()?;
        head += read.len() as u64;
    }
    Ok(began.elapsed())
}

/// Acknowledges what it is given, and counts it.
struct Consumer {
    subscription: Arc<Mutex<Option<Arc<dyn Subscription>>>>,
    consumed: Arc<AtomicU64>,
}

impl Subscriber<Delivery<String, SpillAcknowledgement>, SpillError> for Consumer {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        *self.subscription.lock().expect("nobody panics with it") = Some(subscription);
    }

    fn on_next(&mut self, delivery: Delivery<String, SpillAcknowledgement>) {
        assert_eq!(delivery.acknowledge().len(), 99);
        self.consumed.fetch_add(1, Ordering::Relaxed);
    }

    fn on_error(self, error: SpillError) {
        panic!("{error}");
    }

    fn on_complete(self) {}
}

/// The same through the queue.
fn queue(path: &Path, durability: Durability) -> Result<Duration, Box<dyn Error>> {
    let capacity = NonZeroU64::new(1 << 30).ok_or("no capacity")?;
    let batch = NonZeroUsize::new(BATCH as usize).ok_or("no batch")?;
    let options = SpillOptions::with_capacity(capacity).acknowledge_every(batch);
    let queue = SpillQueue::open(path, options.durability(durability))?;
    let (subscription, consumed) = (Arc::default(), Arc::default());
    let consumer =
        Consumer { subscription: Arc::clone(&subscription), consumed: Arc::clone(&consumed) };
    queue.deliveries().subscribe(consumer);
    let subscription = subscription.lock().expect("nobody panics with it").take();
    let subscription = subscription.ok_or("it is subscribed")?;
    let element = element();
    let began = Instant::now();
    let mut next = 0;
    while next < ELEMENTS {
        queue.push_all(vec![element.clone(); BATCH as usize])?;
        next += BATCH;
        if next - consumed.load(Ordering::Relaxed) > WAITING {
            subscription.request(Demand::of(BATCH));
        }
    }
    let took = began.elapsed();
    subscription.cancel();
    Ok(took)
}

type Round = fn(&Path, Durability) -> Result<Duration, Box<dyn Error>>;

/// How many elements go through in a second, in the median of the rounds.
fn median(mut rounds: Vec<Duration>) -> f64 {
    rounds.sort();
    ELEMENTS as f64 / rounds[rounds.len() / 2].as_secs_f64()
}

fn main() -> Result<(), Box<dyn Error>> {
    for (name, durability) in [("process", Durability::Process), ("power", Durability::Power)] {
        let contenders: [Round; 2] = [store, queue];
        let mut rounds = [Vec::new(), Vec::new()];
        for _ in 0..ROUNDS {
            for (round, times) in contenders.iter().zip(&mut rounds) {
                times.push(round(tempfile::tempdir()?.path(), durability)?);
            }
        }
        let [store, queue] = rounds.map(median);
        let ratio = queue / store;
        println!("{name}: store {store:.0}/s, queue {queue:.0}/s, ratio {ratio:.2}");
        if ratio < 0.5 {
            return Err("less than half of what the store does".into());
        }
    }
    Ok(())
}
