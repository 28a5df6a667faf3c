//! The stage that takes the time. The second step has it alone in Rust, and the third all.

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;

/// Gives the words that are not in the dictionary, each with the nearest that is.
pub(crate) fn corrections<P: Publisher<Item = String>>(
    words: P,
    dictionary: &str,
) -> impl Publisher<Item = String, Error = P::Error> + use<P> {
    let known: Vec<_> = dictionary.split(' ').map(str::to_owned).collect();
    words.filter_map(move |word| {
        if known.contains(&word) {
            return None;
        }
        // The first of those with the fewest edits.
        let nearest = known.iter().min_by_key(|candidate| edits(&word, candidate))?;
        Some(format!("{word}: {nearest}"))
    })
}

/// How many letters have to be put in, taken out or replaced, after Levenshtein.
fn edits(from: &str, to: &str) -> usize {
    let mut row: Vec<_> = (0..=to.len()).collect();
    for (i, a) in from.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.bytes().enumerate() {
            let replaced = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal.min(row[j]) + 1);
        }
    }
    row[to.len()]
}
