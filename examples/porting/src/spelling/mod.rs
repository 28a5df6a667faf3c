//! Corrects the words of a text that are in no dictionary. All of it is Rust: the last step of three.

mod corrections;

use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;

use crate::Failure;
use corrections::corrections;

/// The dictionary is the first paragraph, the text is the second.
pub(crate) fn run(input: &'static str) -> Result<Vec<String>, Failure> {
    let (dictionary, text) = input.split_once("\n\n").ok_or("there is no dictionary")?;
    let corrected = from_iter(text.lines())
        .flat_map_iter(|line| line.split(|c: char| !c.is_ascii_alphabetic() && c != '\''))
        .filter(|word| !word.is_empty()) // `split` gives what is between two separators as well
        .map(str::to_lowercase)
        .distinct()
        .transform(|words| corrections(words, dictionary))
        .enumerate()
        .map(|(index, correction)| format!("{}. {correction}", index + 1))
        .collect::<Vec<_>>();
    Ok(corrected.block()?)
}
