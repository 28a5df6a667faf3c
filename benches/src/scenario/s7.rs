//! group_by a hundred keys, and count each group.

use std::cell::RefCell;
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::rc::Rc;

use futures::executor::block_on;
use futures::future::ready;
use futures::stream::{self, StreamExt};
use reactive_streams_operators::operator::GroupError;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use rxrust::prelude::*;

use super::s4::PREFETCH;
use crate::harness::Scenario;

const KEYS: u64 = 100;

const GROUPS: NonZeroUsize = NonZeroUsize::new(KEYS as usize).unwrap();

pub(crate) fn scenario() -> Scenario {
    Scenario::new("S7", "group_by a hundred keys, count each", 1_000_000, indexed)
        .limit("loop, vector", indexed)
        .limit("loop, hash map", hashed)
        .ours("", ours)
        .peer("futures", "fold into a hash map", futures_fold)
        .peer("rxrust", "local", rxrust_local)
}

fn key(x: &u64) -> u64 {
    x % KEYS
}

/// One number for all counts, whatever their order.
fn weighted((key, count): (u64, u64)) -> u64 {
    (key + 1) * count
}

fn indexed(n: u64) -> u64 {
    let mut counts = vec![0; KEYS as usize];
    for x in 0..n {
        counts[key(&x) as usize] += 1;
    }
    (0..).zip(counts).map(weighted).sum()
}

fn hashed(n: u64) -> u64 {
    let mut counts = HashMap::new();
    for x in 0..n {
        *counts.entry(key(&x)).or_default() += 1;
    }
    counts.into_iter().map(weighted).sum()
}

fn ours(n: u64) -> u64 {
    let groups = range(0..n).fallible::<GroupError>().group_by(GROUPS, PREFETCH, key);
    let counts = groups.flat_map(GROUPS, |group| {
        let key = *group.key();
        group.count().map(move |count| (key, count))
    });
    counts.map(weighted).sum::<u64>().block().expect("there is room for all groups")
}

fn futures_fold(n: u64) -> u64 {
    let counts = stream::iter(0..n).fold(HashMap::new(), |mut counts, x| {
        *counts.entry(key(&x)).or_default() += 1;
        ready(counts)
    });
    block_on(counts).into_iter().map(weighted).sum()
}

fn rxrust_local(n: u64) -> u64 {
    let total = Rc::new(RefCell::new(0));
    let shared = Rc::clone(&total);
    Local::from_iter(0..n).group_by(key).subscribe(move |group: Local<_>| {
        let total = Rc::clone(&shared);
        let key = group.inner().key;
        group.count().subscribe(move |count| *total.borrow_mut() += weighted((key, count as u64)));
    });
    total.take()
}
