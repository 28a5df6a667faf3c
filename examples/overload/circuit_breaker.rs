//! Waiting in vain: calls to what is down take the slots of what is up.
//!
//! 400 orders come each second, eight are worked on at a time, for 10 ms each. One in five needs a partner, who does
//! not answer from the fifth second to the fifteenth; a call waits for a second then.

use std::num::{NonZeroU32, NonZeroUsize};
use std::ops::Range;
use std::time::Duration;

use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::Scheduler;
use reactive_streams_operators::timer;
use reactive_streams_overload::{BreakerPolicy, CircuitBreaker};

use crate::{Figures, Order, Shop, Work, percent};

const EIGHT: NonZeroUsize = NonZeroUsize::new(8).unwrap();
const HUNDRED: NonZeroUsize = NonZeroUsize::new(100).unwrap();
const FIVE: NonZeroU32 = NonZeroU32::new(5).unwrap();
const WORK: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_millis(260);
const SECOND: Duration = Duration::from_secs(1);
const DOWN: Range<Duration> = Duration::from_secs(5)..Duration::from_secs(15);

fn needs_partner(order: &Order) -> bool {
    order.number.is_multiple_of(5)
}

/// Does the work, and gives the order if that was possible.
fn work(
    shop: &Shop,
    breaker: Option<CircuitBreaker>,
) -> impl FnMut(Order) -> Work<Option<Order>> + use<> {
    let shop = shop.clone();
    move |order| {
        let breaker = breaker.clone().filter(|_| needs_partner(&order));
        let is_down = needs_partner(&order) && DOWN.contains(&shop.now());
        let pause = timer(if is_down { SECOND } else { WORK }, &shop);
        let call = async move {
            pause.await.expect("the clock runs until the end");
            if is_down { Err("no answer") } else { Ok(order) }
        };
        Box::pin(async move {
            match breaker {
                Some(breaker) => breaker.call(call).await.ok(),
                None => call.await.ok(),
            }
        })
    }
}

fn measure(breaker: impl Fn(&Shop) -> Option<CircuitBreaker>) -> [String; 2] {
    let shop = Shop::open();
    let orders = shop.orders(Duration::from_micros(2_500), 8_000); // for 20 s
    let answers = orders
        .on_overflow(HUNDRED, Overflow::drop_newest())
        .map_async_unordered(EIGHT, &shop, work(&shop, breaker(&shop)))
        .filter_map(|answer| answer);
    shop.run(Duration::from_secs(30), answers);
    let others = |order: &Order| DOWN.contains(&order.arrived) && !needs_partner(order);
    let later = |order: &Order| order.arrived > DOWN.end + 2 * SECOND && needs_partner(order);
    [
        percent(shop.in_time_of(PATIENCE, others), 3_200),
        percent(shop.in_time_of(PATIENCE, later), 240),
    ]
}

/// What the variants come to.
pub fn figures() -> Figures {
    let breaker = |shop: &Shop| {
        let policy = BreakerPolicy::failures_in_a_row(FIVE, SECOND);
        Some(CircuitBreaker::new(policy, shop))
    };
    Figures::of(&["others in time while it is down", "those who need it, later"])
        .line("every call is made", measure(|_| None))
        .line("a circuit breaker", measure(breaker))
}
