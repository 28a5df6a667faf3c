//! How often each word comes: a sub-stream for each.

use std::num::NonZeroUsize;

use reactive_streams_operators::from_iter;
use reactive_streams_operators::operator::GroupError;
use reactive_streams_operators::prelude::*;

use crate::{Failure, capacity};

const MOST_WORDS: NonZeroUsize = capacity(1000);

/// How many words may wait for the streams of their groups, all together.
const WAITING: NonZeroUsize = capacity(256);

pub(crate) fn run(input: &'static str) -> Result<Vec<String>, Failure> {
    let mut counts = from_iter(input.lines())
        .flat_map_iter(|line| line.split(|c: char| !c.is_ascii_alphabetic() && c != '\''))
        .filter(|word| !word.is_empty()) // `split` gives what is between two separators as well
        .map(str::to_lowercase)
        .fallible::<GroupError>()
        .group_by(MOST_WORDS, WAITING, String::clone)
        // `mergeSubstreams`. Each stage of a sub-stream is inside, and it takes all groups there may be.
        .flat_map(MOST_WORDS, |group| {
            group.map(|word| (word, 1)).reduce(|(word, a), (_, b)| (word, a + b))
        })
        .filter(|(_, count)| *count > 2)
        .map(|(word, count)| format!("{count} {word}"))
        .collect::<Vec<_>>()
        .block()?;
    counts.sort();
    Ok(counts)
}
