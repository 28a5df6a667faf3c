//! What one writes by hand for a hop from one thread to one other: a ring, and somebody to wake.

use std::hint::spin_loop;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering, fence};
use std::thread::{self, Thread};

use rtrb::{Consumer, Producer, RingBuffer};

use crate::channel::CAPACITY;
use crate::work::mix;

/// How often it is looked before a thread sleeps.
const SPINS: usize = 200;

/// One element at a time through a ring.
pub(crate) fn one_by_one(n: u64) -> u64 {
    hop(n, 1)
}

/// The same in chunks, published as a whole.
pub(crate) fn in_chunks(n: u64) -> u64 {
    hop(n, 64)
}

fn hop(n: u64, chunk: usize) -> u64 {
    let (producer, consumer) = RingBuffer::new(CAPACITY);
    let (room, items) = (Arc::new(Bell::default()), Arc::new(Bell::default()));
    thread::scope(|scope| {
        let here = thread::current();
        let (room, items) = (&room, &items);
        let thread = scope.spawn(move || produce(n, chunk, producer, room, items, &here));
        consume(n, chunk, consumer, room, items, thread.thread())
    })
}

fn produce(
    n: u64,
    chunk: usize,
    mut producer: Producer<u64>,
    room: &Bell,
    items: &Bell,
    consumer: &Thread,
) {
    let mut numbers = 0..n;
    while !numbers.is_empty() {
        room.wait(|| producer.slots() >= chunk);
        if let Ok(slots) = producer.write_chunk_uninit(chunk) {
            slots.fill_from_iter(&mut numbers);
        }
        items.ring(consumer);
    }
}

fn consume(
    n: u64,
    chunk: usize,
    mut consumer: Consumer<u64>,
    room: &Bell,
    items: &Bell,
    producer: &Thread,
) -> u64 {
    let (mut total, mut left) = (0, n);
    while left > 0 {
        items.wait(|| !consumer.is_empty());
        let count = consumer.slots().min(chunk);
        if let Ok(items) = consumer.read_chunk(count) {
            total = items.into_iter().fold(total, mix);
        }
        left -= count as u64;
        room.ring(producer);
    }
    total
}

/// Wakes a thread that sleeps, and costs little if none does.
#[derive(Default)]
struct Bell {
    sleeps: AtomicBool,
}

impl Bell {
    /// Waits on this thread until `ready`.
    fn wait(&self, ready: impl Fn() -> bool) {
        for _ in 0..SPINS {
            if ready() {
                return;
            }
            spin_loop();
        }
        loop {
            self.sleeps.store(true, Ordering::Relaxed);
            // Either it is seen here that the other side is done, or there that this one sleeps.
            fence(Ordering::SeqCst);
            if ready() {
                self.sleeps.store(false, Ordering::Relaxed);
                return;
            }
            thread::park();
        }
    }

    fn ring(&self, sleeper: &Thread) {
        fence(Ordering::SeqCst);
        if self.sleeps.load(Ordering::Relaxed) && self.sleeps.swap(false, Ordering::Relaxed) {
            sleeper.unpark();
        }
    }
}
