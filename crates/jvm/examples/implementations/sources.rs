//! Sources of the numbers from 0 to n, and of a failure if n is negative.

use std::convert::Infallible;
use std::thread;

use reactive_streams::Publisher;
use reactive_streams_jvm::{Failure, Registry};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{
    BoxPublisher, Emitter, channel, concat, create, defer, error, generate, merge_all, once, range,
    unfold, zip3,
};

use crate::fault::Fault;
use crate::scheduler::{capacity, with_pool};

type Head = BoxPublisher<i64, Fault>;

pub(crate) fn add_to(streams: &mut Registry) {
    synchronous(streams);
    combined(streams);
    asynchronous(streams);
    streams
        .publisher("range", |n: i64| head(n))
        .publisher("unfold", |n: i64| {
            fallible(n, unfold(0, move |i| (i < n).then_some((i, i + 1))))
        })
        .publisher("generate", |n: i64| {
            let up_to = move |next: &mut i64| {
                *next += 1;
                Ok::<_, Infallible>((*next <= n).then_some(*next - 1))
            };
            fallible(n, generate(0, up_to))
        })
        .publisher("create", created)
        .publisher("channel", fed);
}

fn source<P>(streams: &mut Registry, name: &str, chain: impl Fn(Head) -> P + Send + Sync + 'static)
where
    P: Publisher<Item = i64, Error: Failure>,
{
    streams.publisher(name, move |n: i64| chain(head(n)));
}

fn head(n: i64) -> Head {
    fallible(n, range(0..n))
}

/// A source that cannot fail before it is asked: one that does, in its place.
fn fallible<P>(n: i64, source: P) -> Head
where
    P: Publisher<Item = i64, Error = Infallible>,
{
    if n < 0 { error(fault()).boxed() } else { source.fallible().boxed() }
}

fn fault() -> Fault {
    Fault::Rust("as it was asked to".into())
}

fn synchronous(streams: &mut Registry) {
    source(streams, "map and filter", |head| head.map(|n| n + 1).filter(|n| *n > 0).map(|n| n - 1));
    source(streams, "take", |head| head.take(usize::MAX));
    source(streams, "scan", |head| head.scan_reduce(|_, n| n));
    source(streams, "concat_map", |head| head.concat_map(|n| once(n).fallible()));
    source(streams, "flat_map", |head| head.flat_map(capacity(8), |n| once(n).fallible().hide()));
    source(streams, "flat_map_iter", |head| head.flat_map_iter(Some));
    source(streams, "chunks", |head| head.chunks(capacity(3)).flat_map_iter(|chunk| chunk));
    source(streams, "group_by", |head| {
        head.group_by(capacity(1), capacity(8), |_| ()).concat_map(|group| group)
    });
    source(streams, "window", |head| {
        head.window(capacity(3), capacity(8)).hold_unconsumed().concat_map(|window| window)
    });
    source(streams, "defer", |head| defer(|| head));
    source(streams, "switch_map", |head| once(head).fallible().switch_map(|head| head));
}

fn combined(streams: &mut Registry) {
    source(streams, "merge", |head| merge_all([head, range(0..0).fallible().boxed()]));
    source(streams, "concat", |head| concat([head, range(0..0).fallible().boxed()]));
    source(streams, "zip", |head| head.zip(range(0..i64::MAX).hide().fallible()).map(|(n, _)| n));
    source(streams, "zip3", |head| {
        let other = || range(0..i64::MAX).hide().fallible();
        zip3(head, other(), other()).map(|(n, _, _)| n)
    });
    source(streams, "combine_latest", |head| {
        once(0).into_flux().fallible().hide().combine_latest(head).map(|(_, n)| n)
    });
    source(streams, "on_error_resume", |head| head.on_error_resume(error));
    source(streams, "share", |head| head.share(capacity(8)));
    source(streams, "replay", |head| head.replay(capacity(8)));
}

fn asynchronous(streams: &mut Registry) {
    source(streams, "publish_on", |head| with_pool(|pool| head.publish_on(pool, capacity(8))));
    source(streams, "subscribe_on", |head| with_pool(|pool| head.subscribe_on(pool)));
    source(streams, "map_async", |head| {
        with_pool(|pool| head.map_async(capacity(4), pool, |n| async move { n }))
    });
    source(streams, "map_async_unordered", |head| {
        with_pool(|pool| head.map_async_unordered(capacity(1), pool, |n| async move { n }))
    });
    source(streams, "flat_map_sequential (threads)", |head| {
        let inner = |n| with_pool(|pool| once(n).fallible().subscribe_on(pool));
        with_pool(|pool| head.publish_on(pool, capacity(8))).flat_map_sequential(capacity(4), inner)
    });
}

fn created(n: i64) -> impl Publisher<Item = i64, Error = Fault> {
    let mut next = 0;
    create(capacity(1024), move |emitter: Emitter<i64, Fault>| {
        if n < 0 {
            let _ = emitter.error(fault()); // cancelled meanwhile
            return;
        }
        if n == 0 {
            let _ = emitter.complete();
            return;
        }
        let inner = emitter.clone();
        emitter.on_request(move |demand| {
            for _ in 0..demand.get() {
                if next == n || inner.next(next).is_err() {
                    return;
                }
                next += 1;
                if next == n {
                    let _ = inner.complete();
                }
            }
        });
    })
}

fn fed(n: i64) -> impl Publisher<Item = i64, Error = Fault> {
    let (sender, publisher) = channel(capacity(8));
    thread::spawn(move || {
        if n < 0 {
            return sender.fail(fault());
        }
        for i in 0..n {
            if sender.send_blocking(i).is_err() {
                return; // cancelled
            }
        }
    });
    publisher
}
