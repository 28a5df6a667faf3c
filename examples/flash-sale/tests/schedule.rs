//! The schedule: as many orders as were asked for, with bursts, and the same ones each time.

use std::time::Duration;

use flash_sale::load::{Arrival, IMPORT, Request, Schedule};

const MINUTE: Duration = Duration::from_secs(60);

fn orders(arrivals: &[Arrival]) -> u32 {
    let orders = arrivals.iter().map(|arrival| match arrival.request {
        Request::Order(_) => 1,
        Request::Import(_) => IMPORT,
    });
    orders.sum()
}

#[test]
fn offers_the_rate() {
    let arrivals: Vec<_> = Schedule::new(10_000, MINUTE).collect();
    let offered = f64::from(orders(&arrivals));
    assert!((offered / 600_000.0 - 1.0).abs() < 0.01, "{offered}");
    let imports = arrivals.iter().filter(|a| matches!(a.request, Request::Import(_))).count();
    assert_eq!(imports, 600); // 100 orders each: a tenth
}

#[test]
fn comes_in_order_and_in_time() {
    let arrivals: Vec<_> = Schedule::new(1_000, MINUTE).collect();
    assert!(arrivals.is_sorted_by_key(|arrival| arrival.at));
    assert!(arrivals.iter().all(|arrival| arrival.at < MINUTE));
}

#[test]
fn numbers_each_request_once() {
    let arrivals: Vec<_> = Schedule::new(1_000, MINUTE).collect();
    let numbers = |wanted: fn(&Request) -> Option<u64>| -> Vec<u64> {
        arrivals.iter().filter_map(|arrival| wanted(&arrival.request)).collect()
    };
    let orders = numbers(|request| match request {
        Request::Order(number) => Some(*number),
        Request::Import(_) => None,
    });
    let imports = numbers(|request| match request {
        Request::Order(_) => None,
        Request::Import(number) => Some(*number),
    });
    for numbers in [orders, imports] {
        assert!(numbers.iter().copied().eq(0..numbers.len() as u64));
    }
}

#[test]
fn has_bursts() {
    let arrivals: Vec<_> = Schedule::new(10_000, MINUTE).collect();
    let alone = |from: u64, to: u64| {
        let range = Duration::from_millis(from)..Duration::from_millis(to);
        let alone = |a: &&Arrival| matches!(a.request, Request::Order(_)) && range.contains(&a.at);
        arrivals.iter().filter(alone).count() as f64 / (to - from) as f64 // in each millisecond
    };
    // 9,000 a second come alone: 18,000 for half a second, then 8,000 for four and a half.
    assert!((alone(5_000, 5_500) - 18.0).abs() < 1.0, "{}", alone(5_000, 5_500));
    assert!((alone(5_500, 10_000) - 8.0).abs() < 0.3, "{}", alone(5_500, 10_000));
}

#[test]
fn is_the_same_each_time() {
    assert!(Schedule::new(100, MINUTE).eq(Schedule::new(100, MINUTE)));
}
