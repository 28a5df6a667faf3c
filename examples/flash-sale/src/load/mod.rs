//! The load generator: sends what the [`Schedule`] says when it says so, whatever the service does.

mod client;
mod log;
mod schedule;
mod tally;

use std::io::Read;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hyper::body::Bytes;
use tokio::sync::mpsc;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep, sleep_until};

use crate::AnyResult;
use crate::clock::micros;
use crate::order::{Basket, Lane, Order};
use client::{Answer, Client};
use log::Log;
pub use log::{Promise, import_key, order_key, read};
use schedule::Random;
pub use schedule::{Arrival, IMPORT, Request, Schedule};
pub use tally::Tally;

/// One client in so many comes again when it is told when; the others leave.
const PATIENT: u64 = 20;

/// So often a client comes again that has been turned away.
const RETURNS: u32 = 2;

/// So often a client asks again that has had no answer; it must know what has become of its order.
const REPEATS: u32 = 6;

/// Of so many orders one comes from a scalper; there are four of these, and they do not stop clicking.
const SCALPED: u64 = 50;
const SCALPERS: u64 = 4;
const CUSTOMERS: u64 = 100_000;

/// What a load generator has to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address of the service.
    pub address: SocketAddr,
    /// Orders a second.
    pub rate: u32,
    /// For how long.
    pub length: Duration,
    /// Where to write down what has been promised.
    pub log: PathBuf,
}

/// Offers a load, until the schedule ends or standard input is closed.
///
/// # Errors
///
/// If the log cannot be written.
pub fn offer(options: Options) -> AnyResult<Tally> {
    // One thread, for the service needs the others.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(run(options))
}

struct Shared {
    client: Client,
    tally: Mutex<Tally>,
    log: Mutex<Log>,
    random: Mutex<Random>,
    stopped: AtomicBool,
    /// When the sale ends, in microseconds since 1970.
    until: u64,
}

async fn run(options: Options) -> AnyResult<Tally> {
    let Options { address, rate, length, log } = options;
    let shared = Arc::new(Shared {
        client: Client::new(address),
        tally: Mutex::default(),
        log: Mutex::new(Log::create(&log)?),
        random: Mutex::new(Random(1)),
        stopped: AtomicBool::new(false),
        until: micros() + u64::try_from(length.as_micros())?,
    });
    stop_with_input(&shared);
    let (at_work, mut all_gone) = mpsc::channel::<()>(1);
    let start = Instant::now();
    let began = micros();
    for (number, Arrival { at, request }) in Schedule::new(rate, length).enumerate() {
        if shared.stopped.load(Ordering::Relaxed) {
            break;
        }
        if start + at > Instant::now() {
            sleep_until(start + at).await;
        } else if number.is_multiple_of(64) {
            yield_now().await; // others are due as well
        }
        let late = u64::try_from(start.elapsed().saturating_sub(at).as_micros())?;
        let mut tally = shared.tally();
        tally.latest = tally.latest.max(late);
        drop(tally);
        let due = began + u64::try_from(at.as_micros())?;
        let (shared, at_work) = (Arc::clone(&shared), at_work.clone());
        tokio::spawn(async move {
            let ended = customer(&shared, request, due).await;
            drop(at_work);
            ended.inspect_err(|error| eprintln!("load: {error}"))
        });
    }
    drop(at_work);
    while all_gone.recv().await.is_some() {}
    let shared = Arc::into_inner(shared).ok_or("a client has not gone")?;
    shared.log.into_inner().unwrap_or_else(PoisonError::into_inner).close()?;
    Ok(shared.tally.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Whoever has started this process closes its standard input when it has seen enough.
fn stop_with_input(shared: &Arc<Shared>) {
    let shared = Arc::downgrade(shared);
    std::thread::spawn(move || {
        let end = std::io::stdin().read_to_end(&mut Vec::new());
        if let (Ok(_), Some(shared)) = (end, shared.upgrade()) {
            shared.stopped.store(true, Ordering::Relaxed);
        }
    });
}

/// What one customer does, from the moment when the order is due.
async fn customer(shared: &Shared, request: Request, due: u64) -> AnyResult<()> {
    let (path, key, body) = message(request)?;
    let mut customer = Customer::new(request, due);
    customer.comes(&mut shared.tally());
    loop {
        let answer = shared.client.post(path, &key, customer.began, body.clone()).await;
        match customer.hears(shared, answer.ok())? {
            Some(wait) => sleep(wait).await,
            None => return Ok(()),
        }
    }
}

/// Somebody with a request, and what has become of it so far.
struct Customer {
    lane: Lane,
    number: u64,
    /// So many are in the request.
    orders: u64,
    due: u64,
    /// When this request is to be sent: where there was no answer, later than when it was due.
    began: u64,
    returns: u32,
    repeats: u32,
}

impl Customer {
    fn new(request: Request, due: u64) -> Self {
        let (lane, number, orders) = match request {
            Request::Order(number) => (Lane::Interactive, number, 1),
            Request::Import(number) => (Lane::Batch, number, u64::from(IMPORT)),
        };
        Self { lane, number, orders, due, began: due, returns: 0, repeats: 0 }
    }

    fn comes(&self, tally: &mut Tally) {
        tally.offered += self.orders;
        match self.lane {
            Lane::Interactive => tally.interactive += 1,
            Lane::Batch => tally.imports += 1,
        }
    }

    /// Takes an answer, or that there was none; gives the time after which the request is sent again.
    fn hears(&mut self, shared: &Shared, answer: Option<Answer>) -> AnyResult<Option<Duration>> {
        let answered = micros();
        let mut tally = shared.tally();
        tally.requests += 1;
        tally.retries += u64::from(self.returns + self.repeats > 0);
        let Some(Answer { status, retry_after }) = answer else {
            tally.without_answer += 1;
            if self.repeats == REPEATS || shared.stopped.load(Ordering::Relaxed) {
                tally.unanswered += self.orders;
                return Ok(None);
            }
            // The same attempt, whose clock has not stopped. Not all at the same moment.
            let wait = Duration::from_millis(100 << self.repeats);
            self.repeats += 1;
            let wait = wait.mul_f64(0.5 + lock(&shared.random).unit());
            self.began = answered + u64::try_from(wait.as_micros())?;
            return Ok(Some(wait));
        };
        tally.answered(self.lane, status.as_u16());
        if status.is_success() {
            tally.accepted += self.orders;
            let &mut Self { lane, number, due, .. } = self;
            let promise = Promise { lane, number, status: status.as_u16(), due, answered };
            lock(&shared.log).write(&promise)?;
            return Ok(None);
        }
        tally.without_retry_after += u64::from(retry_after.is_none());
        match retry_after {
            Some(wait) if self.returns < RETURNS && self.number.is_multiple_of(PATIENT) => {
                // A new attempt, with a clock of its own: it is due when the service has said.
                self.due = answered + u64::try_from(wait.as_micros())?;
                if self.due > shared.until {
                    tally.shed += self.orders; // the sale will be over by then
                    return Ok(None);
                }
                self.began = self.due;
                self.returns += 1;
                Ok(Some(wait))
            }
            _ => {
                tally.shed += self.orders;
                Ok(None)
            }
        }
    }
}

fn message(request: Request) -> AnyResult<(&'static str, String, Bytes)> {
    Ok(match request {
        Request::Order(number) => {
            let body = serde_json::to_vec(&basket(number))?;
            ("/orders", order_key(number), body.into())
        }
        Request::Import(number) => {
            let basket = basket(number);
            let orders: Vec<_> =
                (0..IMPORT).map(|n| Order { key: import_key(number, n), basket }).collect();
            ("/imports", format!("import-{number}"), serde_json::to_vec(&orders)?.into())
        }
    })
}

fn basket(number: u64) -> Basket {
    let mut random = Random(number);
    let customer = if random.next().is_multiple_of(SCALPED) {
        random.next() % SCALPERS
    } else {
        SCALPERS + random.next() % CUSTOMERS
    };
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    Basket { customer: small(customer), article: small(random.next() % 100), quantity: 1 }
}

impl Shared {
    fn tally(&self) -> MutexGuard<'_, Tally> {
        lock(&self.tally)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
