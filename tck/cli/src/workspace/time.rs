use std::num::NonZeroU32;
use std::time::Duration;

use reactive_streams_operators::operator::{Elapsed, Rate, TooManyOpen};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{channel, empty, from_iter, interval, never, range, timer};
use reactive_streams_tck::{Given, Sharing, Suite};

use super::common::{PREFETCH, capacity, failing_after, scheduled, synchronous, threaded};
use super::schedulers::{simulated, thread};

pub(super) fn add_to(suite: &mut Suite) {
    sources(suite);
    delays(suite);
    limits(suite);
    rates(suite);
    notifiers(suite);
    chunks(suite);
    windows(suite);
}

/// A while in virtual time.
const SECOND: Duration = Duration::from_secs(1);

/// Longer than any run, in real time: what is limited to it is not limited.
const HOUR: Duration = Duration::from_secs(3600);

fn sources(suite: &mut Suite) {
    suite
        .publisher("interval", |given| interval(SECOND, &simulated(given)).take(length(given)))
        .scheduled();
    suite
        .publisher("interval (a thread)", |given| {
            interval(Duration::from_micros(1), thread()).take(length(given))
        })
        .up_to(1000)
        .foreign();
    suite
        .publisher("timer", |given| timer(SECOND, &simulated(given)))
        .exactly(1)
        .scheduled()
        .many(Sharing::Own);
}

fn delays(suite: &mut Suite) {
    scheduled(suite, "delay", |head, scheduler| head.delay(SECOND, scheduler, capacity(PREFETCH)))
        .prefetch(PREFETCH as u64);
    threaded(suite, "delay (a thread)", thread, |head, scheduler| {
        head.delay(Duration::from_micros(10), scheduler, capacity(PREFETCH))
    })
    .prefetch(PREFETCH as u64);
    scheduled(suite, "delay_elements", |head, scheduler| head.delay_elements(SECOND, scheduler))
        .prefetch(1);
    scheduled(suite, "delay_subscription", |head, scheduler| {
        head.delay_subscription(SECOND, scheduler)
    })
    .prefetch(0);
}

/// Satisfies every `From`.
type AnyError = Box<dyn std::error::Error + Send + Sync>;

fn limits(suite: &mut Suite) {
    threaded(suite, "timeout", thread, |head, scheduler| {
        head.err_into::<AnyError>().timeout(HOUR, scheduler)
    })
    .prefetch(0);
    threaded(suite, "timeout_first", thread, |head, scheduler| {
        head.err_into::<AnyError>().timeout_first(HOUR, scheduler)
    })
    .prefetch(0);
    threaded(suite, "timeout_total", thread, |head, scheduler| {
        head.err_into::<AnyError>().timeout_total(HOUR, scheduler)
    })
    .prefetch(0);
    suite
        .publisher("timeout_or (late)", |given| {
            never().timeout_or(SECOND, &simulated(given), from_iter(given.elements()))
        })
        .scheduled()
        .fails_midway(|given| {
            never().fallible().timeout_or(SECOND, &simulated(given), failing_after(given))
        });
    suite
        .publisher("timeout_total (late)", |given| {
            never::<u8>().fallible::<Elapsed>().timeout_total(SECOND, &simulated(given))
        })
        .exactly(0)
        .always_fails()
        .scheduled();
}

fn rates(suite: &mut Suite) {
    scheduled(suite, "throttle", |head, scheduler| head.throttle(rate(), scheduler)).prefetch(0);
    threaded(suite, "backpressure_timeout", thread, |head, scheduler| {
        head.err_into::<AnyError>().backpressure_timeout(HOUR, scheduler)
    })
    .prefetch(0);
    threaded(suite, "keep_alive", thread, |head, scheduler| {
        head.keep_alive(HOUR, scheduler, capacity(PREFETCH), || unreachable!("an hour is long"))
    })
    .prefetch(PREFETCH as u64);
    scheduled(suite, "timestamp", |head, scheduler| {
        head.timestamp(scheduler).map(|(_, element)| element)
    })
    .prefetch(0);
    scheduled(suite, "elapsed", |head, scheduler| {
        head.elapsed(scheduler).map(|(_, element)| element)
    })
    .prefetch(0);
    synchronous(suite, "delay_until", |head| head.delay_until(|_| empty::<()>().fallible()))
        .prefetch(1);
    one_of_many(suite);
}

/// Of five elements that come at once each of them gives one.
fn one_of_many(suite: &mut Suite) {
    let many = |given: &Given| from_iter(given.elements_of(5));
    suite
        .publisher("debounce", move |given| many(given).debounce(SECOND, &simulated(given)))
        .exactly(1)
        .scheduled();
    suite
        .publisher("sample", move |given| many(given).sample(SECOND, &simulated(given)))
        .exactly(1)
        .scheduled();
    suite
        .publisher("throttle_first", move |given| {
            many(given).throttle_first(SECOND, &simulated(given))
        })
        .exactly(1)
        .scheduled();
    suite
        .publisher("throttle_latest", move |given| {
            from_iter(given.elements_of(1)).throttle_latest(SECOND, &simulated(given))
        })
        .exactly(1)
        .scheduled();
}

/// One element a second, and three after a rest.
fn rate() -> Rate {
    Rate::new(NonZeroU32::MIN, SECOND).burst(NonZeroU32::new(3).expect("three is not zero"))
}

fn notifiers(suite: &mut Suite) {
    synchronous(suite, "take_until", |head| head.take_until(never::<()>().fallible())).prefetch(0);
    threaded(suite, "take_for", thread, |head, scheduler| head.take_for(HOUR, scheduler))
        .prefetch(0);
    synchronous(suite, "skip_until", |head| head.skip_until(empty::<()>().fallible())).prefetch(0);
    suite.publisher("take_until (stopped)", |given| {
        let (stop, stopped) = channel(capacity(1));
        let length = given.len();
        let endless = from_iter(given.elements_of(length + 5)).map(move |element| {
            if element.number() == length {
                // Closed already where a cancel came first.
                let _ = stop.try_send(());
            }
            element
        });
        endless.take_until(stopped)
    });
    suite.publisher("skip_until (opened)", |given| {
        let (open, opened) = channel(capacity(1));
        let late = from_iter(given.elements_of(given.len() + 5)).map(move |element| {
            if element.number() == 5 {
                // Closed already where a cancel came first.
                let _ = open.try_send(());
            }
            element
        });
        late.skip_until(opened)
    });
}

/// Chunks of one element, so that each stands for what is in it.
fn chunks(suite: &mut Suite) {
    scheduled(suite, "chunks_timeout (of one)", |head, scheduler| {
        head.chunks_timeout(capacity(1), SECOND, scheduler)
    })
    .prefetch(5);
    suite
        .publisher("chunks_timeout (of seven)", |given| {
            range(0..given.len() * 7).chunks_timeout(capacity(7), SECOND, &simulated(given))
        })
        .scheduled();
    scheduled(suite, "chunks_session (of one)", |head, scheduler| {
        head.chunks_session(SECOND, capacity(1), scheduler)
    })
    .prefetch(3);
    suite.publisher("buffer_boundary (of nothing)", |given| {
        never::<u8>().buffer_boundary(range(0..given.len()), capacity(1))
    });
    suite.publisher("buffer_when (of nothing)", |given| {
        let openings = range(0..given.len()).fallible::<TooManyOpen>();
        let closing = |_| empty::<()>().fallible();
        never::<u8>().fallible().buffer_when(openings, closing, capacity(1), capacity(1))
    });
}

/// Windows one after another, so that what comes out is what went in.
fn windows(suite: &mut Suite) {
    synchronous(suite, "window_boundary (one)", |head| {
        let windows = head.window_boundary(never::<()>().fallible(), capacity(PREFETCH));
        windows.concat_map(|window| window)
    })
    .prefetch(2 * PREFETCH as u64);
    scheduled(suite, "window_timeout (many)", |head, scheduler| {
        let windows = head.window_timeout(capacity(3), SECOND, scheduler);
        windows.concat_map(|window| window)
    })
    .prefetch(4 * 3);
    suite
        .publisher("window_timeout (of one)", |given| {
            from_iter(given.elements()).window_timeout(capacity(1), SECOND, &simulated(given))
        })
        .scheduled();
}

fn length(given: &Given) -> usize {
    usize::try_from(given.len()).unwrap_or(usize::MAX)
}
