use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, Scheduler, Worker};
use reactive_streams_operators::{AnyError, interval, timer};
use serde::{Deserialize, Serialize};

/// A shop in virtual time: where orders come from, what work costs, and when they were answered.
#[derive(Clone, Debug)]
pub struct Shop {
    clock: Arc<DeterministicScheduler>,
    book: Arc<Mutex<Book>>,
}

/// An order, and when it came.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Order {
    /// 0, 1, 2 and so on.
    pub number: u64,
    /// By the clock of the shop.
    pub arrived: Duration,
}

/// Something that takes its time.
pub type Work<T> = Pin<Box<dyn Future<Output = T> + Send>>;

#[derive(Debug, Default)]
struct Book {
    offered: usize,
    /// The orders that have been answered, and how long that took.
    answered: Vec<(Order, Duration)>,
    /// The most orders that have come and were not answered yet.
    most_waiting: usize,
    worked: usize,
}

impl Shop {
    /// Opens at time zero.
    pub fn open() -> Self {
        Self::open_at(Duration::ZERO)
    }

    /// Opens later.
    pub fn open_at(time: Duration) -> Self {
        let clock = Arc::new(DeterministicScheduler::new(1));
        clock.advance(time);
        Self { clock, book: Arc::default() }
    }

    /// Orders that come one after another, `gap` apart, whether anybody has asked for them or not.
    pub fn orders(
        &self,
        gap: Duration,
        count: usize,
    ) -> impl Publisher<Item = Order, Error = AnyError> + use<> {
        let shop = self.clone();
        let ticks = interval(gap, &self.clock).take(count).fallible();
        ticks.map(move |number| shop.order(number))
    }

    /// As many orders at once as `burst` says, `gap` apart.
    pub fn bursts(
        &self,
        burst: u64,
        gap: Duration,
        count: usize,
    ) -> impl Publisher<Item = Order, Error = AnyError> + use<> {
        let shop = self.clone();
        let ticks = interval(gap, &self.clock).take(count).fallible();
        let numbers = ticks.flat_map_iter(move |tick| tick * burst..(tick + 1) * burst);
        numbers.map(move |number| shop.order(number))
    }

    /// An order that comes now.
    pub fn order(&self, number: u64) -> Order {
        let arrived = self.now();
        let mut book = self.book();
        book.offered += 1;
        book.most_waiting = book.most_waiting.max(book.offered - book.answered.len());
        Order { number, arrived }
    }

    /// A function that takes `time` for whatever it is given, for `map_async`.
    pub fn work<T>(&self, time: Duration) -> impl FnMut(T) -> Work<T> + use<T>
    where
        T: Send + 'static,
    {
        self.work_of(move |_| time)
    }

    /// As [`work`](Self::work), for work that takes as long as `time` says.
    pub fn work_of<T, F>(&self, mut time: F) -> impl FnMut(T) -> Work<T> + use<T, F>
    where
        T: Send + 'static,
        F: FnMut(&T) -> Duration,
    {
        let shop = self.clone();
        move |something| {
            shop.book().worked += 1;
            let pause = timer(time(&something), &shop);
            Box::pin(async move {
                pause.await.expect("the clock runs until the end");
                something
            })
        }
    }

    /// Notes that an order has been answered now.
    pub fn answer(&self, order: Order) {
        let time = self.now() - order.arrived;
        self.book().answered.push((order, time));
    }

    /// Runs a pipeline for `time`, and answers what comes out of it.
    pub fn run<P>(&self, time: Duration, pipeline: P)
    where
        P: Publisher<Item = Order, Error = AnyError>,
    {
        self.run_and_look(time, pipeline, || {});
    }

    /// As [`run`](Self::run), and has a look before what is left is cancelled.
    pub fn run_and_look<P, T>(&self, time: Duration, pipeline: P, look: impl FnOnce() -> T) -> T
    where
        P: Publisher<Item = Order, Error = AnyError>,
    {
        let shop = self.clone();
        let mut outcome = pipeline.for_each(move |order| shop.answer(order)).start();
        self.clock.advance(time);
        if let Some(result) = outcome.try_take() {
            result.expect("nothing fails in the shop");
        }
        look()
    }

    /// How many orders have come.
    pub fn offered(&self) -> usize {
        self.book().offered
    }

    /// How many orders have been answered.
    pub fn answered(&self) -> usize {
        self.book().answered.len()
    }

    /// The numbers of the orders that have been answered.
    pub fn answered_orders(&self) -> Vec<u64> {
        self.book().answered.iter().map(|(order, _)| order.number).collect()
    }

    /// How many orders have been answered no later than `patience` after they came.
    pub fn in_time(&self, patience: Duration) -> usize {
        self.in_time_of(patience, |_| true)
    }

    /// How many of these orders have been answered in time.
    pub fn in_time_of(&self, patience: Duration, these: impl Fn(&Order) -> bool) -> usize {
        let is_good = |(order, time): &&(Order, _)| these(order) && *time <= patience;
        self.book().answered.iter().filter(is_good).count()
    }

    /// When the last of these orders was answered.
    pub fn last_answer(&self, these: impl Fn(&Order) -> bool) -> Duration {
        let book = self.book();
        let last = book.answered.iter().rfind(|(order, _)| these(order));
        last.map(|(order, time)| order.arrived + *time).unwrap_or_default()
    }

    /// How many pieces of work have been begun.
    pub fn worked(&self) -> usize {
        self.book().worked
    }

    /// 99 of 100 orders that were answered took no longer than this.
    pub fn p99(&self) -> Duration {
        self.p99_of(|_| true)
    }

    /// 99 of 100 of these orders took no longer than this, of those that were answered.
    pub fn p99_of(&self, these: impl Fn(&Order) -> bool) -> Duration {
        let book = self.book();
        let answered = book.answered.iter().filter(|(order, _)| these(order));
        let mut times: Vec<_> = answered.map(|(_, time)| *time).collect();
        times.sort_unstable();
        times.get((times.len() * 99).div_ceil(100).saturating_sub(1)).copied().unwrap_or_default()
    }

    /// The most orders that have come and were not answered yet.
    pub fn most_waiting(&self) -> usize {
        self.book().most_waiting
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Operators take the shop for their clock.
impl Scheduler for Shop {
    fn worker(&self) -> Box<dyn Worker> {
        self.clock.worker()
    }

    fn now(&self) -> Duration {
        self.clock.now()
    }
}
