//! A pipeline under changing pressure, and its live page.
//!
//! ```text
//! cargo run --package reactive-streams-inspect --features page --example live -- [PORT]
//! ```
//!
//! Without a port it takes a free one. By itself it goes from one phase to the next every ten seconds. A word
//! on standard input sets the phase, and then it stays: `calm`, `rush` (more orders than can be stored) or
//! `audit` (each order is looked at for long).

use std::convert::Infallible;
use std::error::Error;
use std::io::{self, BufRead};
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use reactive_streams_inspect::{InspectExt, Inspector, Stage, page};
use reactive_streams_operators::create;
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;

/// How many orders may wait to be looked at.
const QUEUE: NonZeroUsize = NonZeroUsize::new(512).expect("512 is not zero");

/// How many may be on their way between two threads.
const PREFETCH: NonZeroUsize = NonZeroUsize::new(32).expect("32 is not zero");

/// Orders arrive so often, several at a time.
const TICK: Duration = Duration::from_millis(5);

const AUTOMATIC: Duration = Duration::from_secs(10);

/// What goes on at one time.
struct Phase {
    name: &'static str,
    orders_per_tick: u64,
    check: Duration,
    store: Duration,
}

const PHASES: [Phase; 3] = [
    Phase { name: "calm", orders_per_tick: 1, check: Duration::ZERO, store: micros(500) },
    Phase { name: "rush", orders_per_tick: 10, check: Duration::ZERO, store: micros(1_500) },
    Phase { name: "audit", orders_per_tick: 5, check: micros(4_000), store: micros(500) },
];

const fn micros(n: u64) -> Duration {
    Duration::from_micros(n)
}

/// The phase that it is now.
#[derive(Clone, Default)]
struct Now {
    phase: Arc<AtomicUsize>,
    is_set: Arc<AtomicBool>,
}

impl Now {
    fn phase(&self) -> &'static Phase {
        &PHASES[self.phase.load(Ordering::Relaxed) % PHASES.len()]
    }

    fn change_by_itself(&self) {
        loop {
            thread::sleep(AUTOMATIC);
            if self.is_set.load(Ordering::Relaxed) {
                return;
            }
            self.phase.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn listen(&self) -> io::Result<()> {
        for line in io::stdin().lock().lines() {
            let line = line?;
            match PHASES.iter().position(|phase| phase.name == line.trim()) {
                Some(phase) => {
                    self.is_set.store(true, Ordering::Relaxed);
                    self.phase.store(phase, Ordering::Relaxed);
                }
                None => eprintln!("live: there is no phase `{line}`"),
            }
        }
        Ok(())
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("live: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let port = match std::env::args().nth(1) {
        Some(text) => {
            text.parse().map_err(|_| format!("PORT has to be a number, and not `{text}`"))?
        }
        None => 0u16,
    };
    let inspector = Inspector::new("checkout");
    let page = page::serve(port, [inspector.clone()])?;
    println!("live page: http://{}", page.address());

    let now = Now::default();
    let (by_itself, told) = (now.clone(), now.clone());
    thread::spawn(move || by_itself.change_by_itself());
    thread::spawn(move || {
        if let Err(error) = told.listen() {
            eprintln!("live: cannot read standard input: {error}");
        }
    });
    sell(&inspector, &now)
}

/// The pipeline: orders arrive whether or not there is time for them, are looked at, and stored.
fn sell(inspector: &Inspector, now: &Now) -> Result<(), Box<dyn Error>> {
    let (checker, store) = (ThreadScheduler::new("check"), ThreadScheduler::new("store"));
    let (arriving, checking, storing) = (now.clone(), now.clone(), now.clone());
    let policy = Overflow::drop_oldest();
    let dropped = policy.dropped();
    let orders = create::<u64, Infallible, _>(QUEUE, move |emitter| {
        thread::spawn(move || {
            let mut orders = 0u64..;
            loop {
                for order in orders.by_ref().take(arriving.phase().orders_per_tick as usize) {
                    if emitter.next(order).is_err() {
                        return; // nobody wants orders any more
                    }
                }
                thread::sleep(TICK);
            }
        });
    });
    let queue = Stage::named("queue").capacity(QUEUE).drops(&dropped);
    orders
        .observed(inspector, Stage::named("arrivals"))
        .on_overflow(QUEUE, policy)
        .observed(inspector, queue.budget(Duration::from_millis(250)))
        .publish_on(&checker, PREFETCH)
        .inspect(move |_| thread::sleep(checking.phase().check))
        .observed(inspector, Stage::named("check").capacity(PREFETCH))
        .publish_on(&store, PREFETCH)
        .inspect(move |_| thread::sleep(storing.phase().store))
        .observed(inspector, Stage::named("store").capacity(PREFETCH))
        .for_each(drop)
        .block()?;
    Ok(())
}
