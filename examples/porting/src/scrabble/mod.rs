//! Which words of Shakespeare's would win a game of Scrabble: each step of it a stream.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::convert::Infallible;

use reactive_streams::Publisher;
use reactive_streams_operators::mono::{ExactlyOne, Solo};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{Mono, from_iter};

use crate::Failure;

const SCORES: [u32; 26] =
    [1, 3, 3, 2, 1, 4, 2, 4, 1, 8, 5, 1, 3, 1, 1, 3, 10, 1, 1, 1, 1, 4, 4, 8, 4, 10];
const TILES: [u32; 26] =
    [9, 2, 2, 4, 12, 2, 3, 2, 9, 1, 1, 4, 2, 6, 8, 2, 1, 6, 4, 6, 4, 2, 2, 1, 2, 1];
const BLANKS: u32 = 2;

/// The dictionary is the first paragraph, the plays are the second.
pub(crate) fn run(input: &'static str) -> Result<Vec<String>, Failure> {
    let (dictionary, plays) = input.split_once("\n\n").ok_or("there is no dictionary")?;
    let dictionary: HashSet<_> = dictionary.split(' ').collect();
    let best = from_iter(plays.lines())
        .flat_map_iter(|line| line.split(|c: char| !c.is_ascii_alphabetic()))
        .map(str::to_lowercase)
        .filter_map(move |word| dictionary.get(word.as_str()).copied())
        .distinct()
        .concat_map(|word| {
            blanks(word)
                .filter(|blanks| *blanks <= BLANKS)
                .flat_map(move |_| score(word))
                .map(move |score| (score, word))
        })
        .collect_with(BTreeMap::new(), |scores: &mut BTreeMap<_, Vec<_>>, (score, word)| {
            scores.entry(Reverse(score)).or_default().push(word); // the best come first
        })
        .flat_map_many(from_iter)
        .take(3)
        .map(|(Reverse(score), words)| format!("{score} {}", words.join(" ")))
        .collect::<Vec<_>>();
    Ok(best.block()?)
}

/// A `Mono` of these is the `Single<Integer>` of the JVM. Each chain has a type of its own, which can stay unsaid.
trait Number: Solo<Item = u32, Error = Infallible, Cardinality = ExactlyOne> {}

impl<S: Solo<Item = u32, Error = Infallible, Cardinality = ExactlyOne>> Number for S {}

fn score(word: &'static str) -> Mono<impl Number> {
    let all_seven = if word.len() == 7 { 50 } else { 0 };
    tiles(word).zip_with(bonus(word), move |tiles, bonus| 2 * (tiles + bonus) + all_seven)
}

/// How many blanks it takes to make up for the tiles that there are not.
fn blanks(word: &'static str) -> Mono<impl Number> {
    histogram(word).map(|(letter, count)| count.saturating_sub(TILES[letter])).sum()
}

/// A blank scores nothing.
fn tiles(word: &'static str) -> Mono<impl Number> {
    histogram(word).map(|(letter, count)| count.min(TILES[letter]) * SCORES[letter]).sum()
}

/// The best of the first three letters and the last three.
fn bonus(word: &'static str) -> Mono<impl Number> {
    letters(word)
        .take(3)
        .chain(letters(word).take_last(3))
        .map(|letter| SCORES[letter])
        .fold(0, u32::max)
}

fn histogram(word: &'static str) -> impl Publisher<Item = (usize, u32), Error = Infallible> {
    letters(word)
        .collect_with(HashMap::new(), |counts, letter| *counts.entry(letter).or_default() += 1)
        .flat_map_many(from_iter)
}

fn letters(word: &'static str) -> impl Publisher<Item = usize, Error = Infallible> {
    from_iter(word.bytes()).map(|letter| usize::from(letter - b'a'))
}
