//! Adapt to what the server can do: the number of calls in flight finds itself.
//!
//! A server works on eight calls at a time, 10 ms on each: 800 a second. After ten seconds it takes 20 ms. Whoever
//! calls it does not know that; calls that it has no slot for wait inside.

use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::Scheduler;
use reactive_streams_operators::{AnyError, BoxPublisher, range};
use reactive_streams_overload::ext::AdaptiveExt;
use reactive_streams_overload::{AdaptiveLimit, Gradient, Outcome};

use crate::{Figures, Order, Server, Shop, Work, seconds};

const EIGHT: NonZeroUsize = NonZeroUsize::new(8).unwrap();
const MANY: NonZeroUsize = NonZeroUsize::new(200).unwrap();
const PERIOD: Duration = Duration::from_secs(10);

/// Rows that are read when they are requested.
fn rows() -> impl Publisher<Item = u64, Error = AnyError> {
    range(0..u64::MAX).fallible()
}

/// A call for each row; how long it takes is what is measured.
fn calls(shop: &Shop) -> impl FnMut(u64) -> Work<Order> + use<> {
    let (clock, shop) = (shop.clone(), shop.clone());
    let time = move || Duration::from_millis(if clock.now() < PERIOD { 10 } else { 20 });
    let server = Server::open(&shop, NonZeroUsize::MAX, EIGHT, time);
    move |row| {
        let answer = server.ask(shop.order(row)).into_mono();
        Box::pin(async move { answer.await.expect("it answers").expect("it has room for all") })
    }
}

fn fixed(shop: &Shop, limit: usize) -> BoxPublisher<Order, AnyError> {
    let limit = NonZeroUsize::new(limit).unwrap_or(NonZeroUsize::MIN);
    rows().map_async(limit, shop, calls(shop)).boxed()
}

fn adaptive(shop: &Shop) -> BoxPublisher<Order, AnyError> {
    let limit = AdaptiveLimit::new(Gradient::new(), NonZeroUsize::MIN, MANY, shop);
    rows().map_adaptive(limit, shop, calls(shop), |_| Outcome::Success).boxed()
}

fn measure(pipeline: impl Fn(&Shop) -> BoxPublisher<Order, AnyError>) -> [String; 4] {
    let shop = Shop::open();
    shop.run(2 * PERIOD, pipeline(&shop));
    let settled = Duration::from_secs(2)..Duration::from_secs(9);
    let figures = [Duration::ZERO, PERIOD].map(|begin| {
        let these = |order: &Order| settled.contains(&order.arrived.saturating_sub(begin));
        let each_second = shop.in_time_of(Duration::MAX, these) / 7;
        [format!("{each_second} /s"), seconds(shop.p99_of(these))]
    });
    figures.concat().try_into().expect("two figures of each")
}

/// What the variants come to.
pub fn figures() -> Figures {
    Figures::of(&["answered", "p99", "when the server is half as fast", "p99"])
        .line("four in flight", measure(|shop| fixed(shop, 4)))
        .line("200 in flight", measure(|shop| fixed(shop, 200)))
        .line("`AdaptiveLimit`, up to 200", measure(adaptive))
}
