use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use reactive_streams_operators::SinkError;
use reactive_streams_operators::mono::{ExactlyOne, Mono, Solo};
use reactive_streams_operators::{empty, from_try_callable, once};

use super::Failure;

/// Gives 0, then 1, and so on; fails where `fails` says so. With it comes how many it has made.
fn tickets(
    fails: fn(u32) -> bool,
) -> (Mono<impl Solo<Item = u32, Error = Failure, Cardinality = ExactlyOne> + Clone>, Arc<AtomicU32>)
{
    let made = Arc::new(AtomicU32::new(0));
    let next = Arc::clone(&made);
    let ticket = from_try_callable(move || {
        let ticket = next.fetch_add(1, Ordering::Relaxed);
        if fails(ticket) { Err(Failure::Broken) } else { Ok(ticket) }
    });
    (ticket, made)
}

#[test]
fn a_cache_is_filled_once() {
    let (ticket, made) = tickets(|_| false);
    let cache = ticket.cache();
    let value: u32 = cache.clone().block().unwrap();
    assert_eq!((value, cache.block()), (0, Ok(0)));
    assert_eq!(made.load(Ordering::Relaxed), 1);
}

#[test]
fn a_cache_keeps_nothing_and_errors_as_well() {
    let nothing = empty::<u32>().cache();
    assert_eq!((nothing.clone().block(), nothing.block()), (Ok(None), Ok(None)));
    let (ticket, made) = tickets(|_| true);
    let cache = ticket.cache();
    for _ in 0..2 {
        assert_eq!(cache.clone().block(), Err(SinkError::Upstream(Failure::Broken)));
    }
    assert_eq!(made.load(Ordering::Relaxed), 1);
}

#[test]
fn a_cache_is_filled_anew_when_its_value_is_invalid() {
    let (ticket, _) = tickets(|_| false);
    let valid = Arc::new(AtomicU32::new(0));
    let until = Arc::clone(&valid);
    let cache = ticket.cache_invalidate_if(move |n| *n < until.load(Ordering::Relaxed));
    assert_eq!((cache.clone().block(), cache.clone().block()), (Ok(0), Ok(0)));
    valid.store(1, Ordering::Relaxed);
    assert_eq!((cache.clone().block(), cache.block()), (Ok(1), Ok(1)));
}

#[test]
fn a_cache_that_can_be_invalid_keeps_no_error() {
    let (ticket, made) = tickets(|n| n == 0);
    let cache = ticket.cache_invalidate_if(|_| false);
    assert_eq!(cache.clone().block(), Err(SinkError::Upstream(Failure::Broken)));
    assert_eq!((cache.clone().block(), cache.block()), (Ok(1), Ok(1)));
    assert_eq!(made.load(Ordering::Relaxed), 2);
}

#[test]
fn a_mono_that_is_cached_stays_one() {
    let value: u32 = once(7).cache().map(|n| n + 1).block().unwrap();
    assert_eq!(value, 8);
}
