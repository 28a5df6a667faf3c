//! Score words as in Scrabble: for each word a small pipeline of its own, for its letters.

use futures::executor::block_on;
use futures::future::ready;
use futures::stream::{self, StreamExt};
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;

use crate::harness::Scenario;
use crate::work::{mix, mix_ready};

pub(crate) fn scenario() -> Scenario {
    Scenario::new("E13", "score words, a pipeline for each", 100_000, looped)
        .limit("loop", looped)
        .limit("iterator", iterator)
        .ours("concat_map", ours)
        .peer("futures", "then", futures_then)
        .peer("futures", "flat_map", futures_flat_map)
}

const WORDS: [&str; 8] =
    ["quixotic", "stream", "demand", "a", "backpressure", "publisher", "jazz", "onomatopoeia"];

/// From a on: what each letter is worth.
const WORTH: [u64; 26] =
    [1, 3, 3, 2, 1, 4, 2, 4, 1, 8, 5, 1, 3, 1, 1, 3, 10, 1, 1, 1, 1, 4, 4, 8, 4, 10];

fn words(n: u64) -> impl Iterator<Item = &'static str> + Send + 'static {
    (0..n as usize).map(|index| WORDS[index % WORDS.len()])
}

fn worth(letter: u8) -> u64 {
    WORTH[usize::from(letter - b'a')]
}

fn add(score: u64, worth: u64) -> u64 {
    score + worth
}

/// Short words and cheap ones do not count.
fn counts(score: &u64) -> bool {
    *score > 8
}

fn looped(n: u64) -> u64 {
    let mut total = 0;
    for word in words(n) {
        let mut score = 0;
        for letter in word.bytes() {
            score = add(score, worth(letter));
        }
        if counts(&score) {
            total = mix(total, score);
        }
    }
    total
}

fn iterator(n: u64) -> u64 {
    words(n).map(|word| word.bytes().map(worth).fold(0, add)).filter(counts).fold(0, mix)
}

fn ours(n: u64) -> u64 {
    let scores =
        from_iter(words(n)).concat_map(|word| from_iter(word.bytes()).map(worth).fold(0, add));
    scores.filter(counts).fold(0, mix).block().expect("words do not fail")
}

fn futures_then(n: u64) -> u64 {
    let scores = stream::iter(words(n))
        .then(|word| stream::iter(word.bytes()).map(worth).fold(0, |a, b| ready(add(a, b))));
    block_on(scores.filter(|score| ready(counts(score))).fold(0, mix_ready))
}

fn futures_flat_map(n: u64) -> u64 {
    let scores = stream::iter(words(n)).flat_map(|word| {
        let letters = stream::iter(word.bytes()).map(worth);
        stream::once(letters.fold(0, |a, b| ready(add(a, b))))
    });
    block_on(scores.filter(|score| ready(counts(score))).fold(0, mix_ready))
}
