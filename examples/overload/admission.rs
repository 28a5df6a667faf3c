//! Decide on arrival: whoever cannot be served now learns so at once, and when to come again.
//!
//! The shop does 400 orders a second. For two seconds 1,600 come each second, which is work for eight. All of it is
//! done in the end; what differs is where the orders wait meanwhile, and how often they knock.

use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use reactive_streams_operators::operator::{Capacity, Rate};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::sinks::OneSink;
use reactive_streams_operators::{
    AnyError, BoxPublisher, Retry, Sender, Sinks, channel, defer, error,
};
use reactive_streams_overload::{Admission, AdmissionLane, Permit, Shed};

use crate::{Figures, Order, Shop, seconds};

const FOUR: NonZeroUsize = NonZeroUsize::new(4).unwrap();
const MANY: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();
const DONE: Rate = Rate::per_second(NonZeroU32::new(400).unwrap());
const TENTH: Duration = Duration::from_millis(100);

/// What is let in: the order, its place, and where the answer goes.
type Job = (Order, Permit, OneSink<Order, Shed>);

#[derive(Clone)]
struct Counter {
    shop: Shop,
    lane: AdmissionLane<Order>,
    jobs: Sender<Job, AnyError>,
    requests: Arc<AtomicUsize>,
    most_inside: Arc<AtomicUsize>,
}

impl Counter {
    fn open(capacity: Capacity) -> Self {
        let shop = Shop::open();
        let [lane] = Admission::new(DONE, FOUR, &shop).strict([capacity]);
        let (jobs, queue) = channel::<Job, AnyError>(capacity.elements());
        let done = queue.map_async(FOUR, &shop, shop.work(Duration::from_millis(10)));
        let answered = done.map(|(order, permit, reply)| {
            permit.done();
            reply.try_emit_value(order).is_ok()
        });
        answered.subscribe_fn(|_| {}, |_| {}).detach();
        Self { shop, lane, jobs, requests: Arc::default(), most_inside: Arc::default() }
    }

    /// One request: it is answered when the work is done, or refused at once.
    fn ask(&self, order: Order) -> BoxPublisher<Order, Shed> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        match self.lane.admit(&order) {
            Ok(permit) => {
                let (reply, answer) = Sinks::one();
                self.jobs.try_send((order, permit, reply)).expect("there is room for all admitted");
                self.most_inside.fetch_max(self.lane.depth(), Ordering::Relaxed);
                answer.into_flux().boxed()
            }
            Err(shed) => error(shed).boxed(),
        }
    }
}

fn measure(capacity: Capacity, retry: fn(&Order) -> Retry<Shed>) -> [String; 4] {
    let counter = Counter::open(capacity);
    let (shop, client) = (counter.shop.clone(), counter.clone());
    let orders = shop.orders(Duration::from_micros(625), 3_200);
    let answers = orders.flat_map(MANY, move |order| {
        let (client, clock) = (client.clone(), client.shop.clone());
        let ask = defer(move || client.ask(order));
        ask.retry_when(retry(&order), &clock).err_into()
    });
    shop.run(Duration::from_secs(600), answers);
    let requests = counter.requests.load(Ordering::Relaxed) as f64 / shop.offered() as f64;
    [
        shop.answered().to_string(),
        seconds(shop.last_answer(|_| true)),
        counter.most_inside.load(Ordering::Relaxed).to_string(),
        format!("{requests:.1}"),
    ]
}

/// What the variants come to.
pub fn figures() -> Figures {
    let all = Capacity::from(MANY);
    let few = Capacity::for_latency(DONE, Duration::from_millis(250));
    let at_once = |_: &Order| Retry::fixed_delay(0, TENTH).indefinitely();
    let later =
        |order: &Order| Retry::backoff(0, TENTH).jitter_with_seed(order.number).indefinitely();
    let when_told = |_: &Order| {
        let again = Retry::immediately(0).indefinitely();
        again.retry_after(|shed: &Shed| Some(shed.retry_after))
    };
    Figures::of(&["done", "after", "most inside", "requests for each order"])
        .line("let all in", measure(all, at_once))
        .line("refuse; again after 100 ms", measure(few, at_once))
        .line("refuse; again with back-off and jitter", measure(few, later))
        .line("refuse, and say when", measure(few, when_told))
}
