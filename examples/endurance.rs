//! Sends many elements over two threads, through groups and back together, and shows that memory stays where
//! it was.
//!
//! ```text
//! cargo run --release --example endurance -- [ELEMENTS]     100 million of them, if it is not said
//! ```

use std::error::Error;
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::time::Instant;

use reactive_streams_operators::operator::GroupError;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::ThreadScheduler;

const GROUPS: NonZeroUsize = NonZeroUsize::new(100).expect("100 is not zero");

/// How many elements may wait in all groups together.
const WAITING: NonZeroUsize = NonZeroUsize::new(8192).expect("8192 is not zero");

/// How many elements may be on their way between the threads.
const PREFETCH: NonZeroUsize = NonZeroUsize::new(256).expect("256 is not zero");

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("endurance: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let elements = match std::env::args().nth(1) {
        Some(text) => {
            text.parse().map_err(|_| format!("ELEMENTS has to be a number, and not `{text}`"))?
        }
        None => 100_000_000u64,
    };
    let start = Instant::now();
    let (producer, consumer) = (ThreadScheduler::new("producer"), ThreadScheduler::new("consumer"));
    let sums = range(0..elements)
        .fallible::<GroupError>()
        .subscribe_on(&producer)
        .publish_on(&consumer, PREFETCH)
        .group_by(GROUPS, WAITING, |n: &u64| n % 100)
        .flat_map(GROUPS, |group| group.fold(0, |sum: u64, n| sum.wrapping_add(n)));
    let sum = sums.fold(0, u64::wrapping_add).block()?;
    println!("{elements} elements in {:.1} s", start.elapsed().as_secs_f64());
    println!("peak memory {}", reactive_streams_examples::peak_memory());
    let expected = (u128::from(elements) * u128::from(elements.saturating_sub(1)) / 2) as u64;
    if sum != expected {
        return Err(format!("their sum is {sum}, and not {expected}: some were lost").into());
    }
    Ok(())
}
