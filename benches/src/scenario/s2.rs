//! The chain of S1, each element requested by itself from inside `on_next`.

use reactive_streams::Demand;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;

use crate::subscriber::mix_in_batches;
use crate::work::{mapped, wanted};

#[cfg(feature = "peers")]
pub(crate) use peers::scenario;

pub fn ours(n: u64) -> u64 {
    mix_in_batches(range(0..n).map(mapped).filter(wanted), Demand::ONE)
}

#[cfg(feature = "peers")]
mod peers {
    use std::hint::black_box;
    use std::pin::pin;

    use futures::executor::block_on;
    use futures::future::ready;
    use futures::stream::{self, StreamExt};

    use super::super::s1::looped;
    use super::ours;
    use crate::harness::Scenario;
    use crate::work::{mapped, mix, wanted};

    pub(crate) fn scenario() -> Scenario {
        Scenario::new("S2", "the chain of S1, one element at a time", 1_000_000, looped)
            .limit("iterator", iterator)
            .limit("iterator (boxed)", boxed_iterator)
            .ours("", ours)
            .peer("futures", "next", futures_next)
            .peer("futures", "boxed, next", futures_boxed)
    }

    fn iterator(n: u64) -> u64 {
        let mut total = 0;
        for x in (0..n).map(mapped).filter(wanted) {
            total = mix(total, x);
        }
        total
    }

    fn boxed_iterator(n: u64) -> u64 {
        let numbers: Box<dyn Iterator<Item = u64>> = black_box(Box::new(0..n));
        let mapped: Box<dyn Iterator<Item = u64>> = black_box(Box::new(numbers.map(mapped)));
        let wanted: Box<dyn Iterator<Item = u64>> = black_box(Box::new(mapped.filter(wanted)));
        let mut total = 0;
        for x in wanted {
            total = mix(total, x);
        }
        total
    }

    fn futures_next(n: u64) -> u64 {
        let mut numbers = pin!(stream::iter(0..n).map(mapped).filter(|x| ready(wanted(x))));
        block_on(async {
            let mut total = 0;
            while let Some(x) = numbers.next().await {
                total = mix(total, x);
            }
            total
        })
    }

    fn futures_boxed(n: u64) -> u64 {
        let numbers = stream::iter(0..n).boxed().map(mapped).boxed();
        let mut numbers = numbers.filter(|x| ready(wanted(x))).boxed();
        block_on(async {
            let mut total = 0;
            while let Some(x) = numbers.next().await {
                total = mix(total, x);
            }
            total
        })
    }
}
