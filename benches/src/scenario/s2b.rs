//! The chain of S1, requested 128 elements at a time.

use reactive_streams::Demand;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;

use crate::subscriber::mix_in_batches;
use crate::work::{mapped, wanted};

#[cfg(feature = "peers")]
pub(crate) use peers::scenario;

pub fn ours(n: u64) -> u64 {
    mix_in_batches(range(0..n).map(mapped).filter(wanted), Demand::of(128))
}

#[cfg(feature = "peers")]
mod peers {
    use futures::executor::block_on;
    use futures::future::ready;
    use futures::stream::{self, StreamExt};

    use super::super::s1::looped;
    use super::ours;
    use crate::harness::Scenario;
    use crate::work::{mapped, mix, wanted};

    pub(crate) fn scenario() -> Scenario {
        Scenario::new("S2b", "the chain of S1, 128 elements at a time", 1_000_000, looped)
            .limit("iterator, take(128)", iterator)
            .ours("", ours)
            .peer("futures", "ready_chunks(128)", futures_chunks)
    }

    fn iterator(n: u64) -> u64 {
        let mut numbers = (0..n).map(mapped).filter(wanted);
        let mut total = 0;
        loop {
            let before = numbers.size_hint().1;
            total = numbers.by_ref().take(128).fold(total, mix);
            if before == Some(0) {
                return total;
            }
        }
    }

    fn futures_chunks(n: u64) -> u64 {
        let numbers = stream::iter(0..n).map(mapped).filter(|x| ready(wanted(x)));
        let mixed = numbers
            .ready_chunks(128)
            .fold(0, |total, chunk| ready(chunk.into_iter().fold(total, mix)));
        block_on(mixed)
    }
}
