//! Retry storm: clients that ask again keep a server down that would have recovered.
//!
//! A server answers 400 orders a second, 300 come. For two seconds it does nothing. Clients wait for 250 ms and
//! ask again, up to three times; the server knows nothing of that, and works for those who have gone.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use reactive_streams_operators::operator::RetryBudget;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::Scheduler;
use reactive_streams_operators::{AnyError, Retry, defer, error};

use crate::{Figures, Order, Server, Shop, percent};

const FOUR: NonZeroUsize = NonZeroUsize::new(4).unwrap();
const MANY: NonZeroUsize = NonZeroUsize::new(100_000).unwrap();
const WORK: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_millis(250);
/// The server does nothing from the fifth second on, for two seconds.
const HICCUP: Range<Duration> = Duration::from_secs(5)..Duration::from_secs(7);

/// How long a piece of work takes that begins now.
fn work_at(now: Duration) -> Duration {
    if HICCUP.contains(&now) { HICCUP.end - now } else { WORK }
}

fn measure<R>(room: usize, retries: R) -> [String; 3]
where
    R: Fn(&Order) -> Retry<AnyError> + Send + 'static,
{
    let shop = Shop::open();
    let room = NonZeroUsize::new(room).unwrap_or(NonZeroUsize::MIN);
    let (clock, client) = (shop.clone(), shop.clone());
    let server = Server::open(&shop, room, FOUR, move || work_at(clock.now()));
    let requests = Arc::new(AtomicUsize::new(0));
    let sent = Arc::clone(&requests);
    let orders = shop.orders(Duration::from_micros(3_333), 12_000); // 300 a second for 40 s
    let answers = orders.flat_map(MANY, move |order| {
        let (server, sent) = (server.clone(), Arc::clone(&sent));
        let ask = defer(move || {
            sent.fetch_add(1, Ordering::Relaxed);
            server.ask(order)
        });
        ask.switch_if_empty(error(AnyError::new("busy")))
            .timeout(PATIENCE, &client)
            .retry_when(retries(&order), &client)
            .on_error_complete()
            .fallible()
    });
    shop.run(Duration::from_secs(60), answers);
    let last = |order: &Order| order.arrived > Duration::from_secs(30);
    let offered = 12_000 - 9_000;
    [
        format!("{:.1}", requests.load(Ordering::Relaxed) as f64 / shop.offered() as f64),
        percent(shop.in_time_of(Duration::MAX, last), offered),
        percent(shop.answered(), shop.offered()),
    ]
}

/// What the variants come to.
pub fn figures() -> Figures {
    let all = usize::MAX;
    let never = |_: &Order| Retry::immediately(0);
    let at_once = |_: &Order| Retry::immediately(3);
    let later = |order: &Order| Retry::backoff(3, PATIENCE).jitter_with_seed(order.number);
    let budget = RetryBudget::new(0.1, 10); // a tenth of the requests, and ten
    let within_budget = move |_: &Order| Retry::immediately(3).budget(&budget);
    Figures::of(&["requests for each order", "answered, of the last 10 s", "answered, of all"])
        .line("room for all, no retries", measure(all, never))
        .line("room for all, three retries at once", measure(all, at_once))
        .line("room for all, back-off with jitter", measure(all, later))
        .line("room for all, three retries within a budget", measure(all, within_budget))
        .line("room for 90, three retries at once", measure(90, at_once))
        .line("room for 90, back-off with jitter", measure(90, later))
}
