//! Processors that pass every element on, to as many subscribers as there are.

use reactive_streams::Publisher;
use reactive_streams_jvm::{JavaError, Registry};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{Upstream, empty, once, range};

use crate::fault::Fault;
use crate::scheduler::{capacity, with_pool};

type Head = Upstream<i64, JavaError>;

pub(crate) fn add_to(streams: &mut Registry) {
    processor(streams, "share", |head| head.err_into());
    processor(streams, "map and filter", |head| head.map(|n| n).filter(|_| true).err_into());
    processor(streams, "concat_map", |head| {
        head.concat_map(|n| once(n).fallible().hide()).err_into()
    });
    processor(streams, "flat_map", |head| {
        head.flat_map(capacity(8), |n| once(n).fallible().hide()).err_into()
    });
    processor(streams, "flat_map_iter", |head| head.flat_map_iter(Some).err_into());
    processor(streams, "merge", |head| head.merge(empty().fallible()).err_into());
    processor(streams, "zip", |head| {
        head.zip(range(0..i64::MAX).hide().fallible()).map(|(n, _)| n).err_into()
    });
    processor(streams, "chunks", |head| {
        head.chunks(capacity(1)).flat_map_iter(|chunk| chunk).err_into()
    });
    processor(streams, "buffer_until", |head| {
        head.buffer_until(|_| true).flat_map_iter(|chunk| chunk).err_into()
    });
    processor(streams, "group_by", |head| {
        let head = head.err_into::<Fault>();
        head.group_by(capacity(1), capacity(8), |_| ()).concat_map(|group| group)
    });
    processor(streams, "publish_on", |head| {
        with_pool(|pool| head.publish_on(pool, capacity(8))).err_into()
    });
    processor(streams, "map_async", |head| {
        let head = head.err_into::<Fault>();
        with_pool(|pool| head.map_async(capacity(4), pool, |n| async move { n }))
    });
}

fn processor<P>(
    streams: &mut Registry,
    name: &str,
    chain: impl Fn(Head) -> P + Send + Sync + 'static,
) where
    P: Publisher<Item = i64, Error = Fault>,
{
    streams.shared_processor(name, move |head: Head| chain(head).share(capacity(16)));
}
