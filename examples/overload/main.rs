//! Prints the figures of the examples that are named, or of all.

use std::env;
use std::process::ExitCode;

use overload_examples::{EXAMPLES, Example};

fn main() -> ExitCode {
    let names: Vec<String> = env::args().skip(1).collect();
    let is_known = |name: &&String| EXAMPLES.iter().any(|(known, _)| known == name);
    if let Some(unknown) = names.iter().find(|name| !is_known(name)) {
        let known: Vec<_> = EXAMPLES.iter().map(|(name, _)| *name).collect();
        eprintln!("there is no {unknown}; there are {}", known.join(", "));
        return ExitCode::FAILURE;
    }
    let is_wanted = |(name, _): &&Example| names.is_empty() || names.iter().any(|it| it == name);
    for (name, figures) in EXAMPLES.iter().filter(is_wanted) {
        println!("{name}\n\n{}", figures());
    }
    ExitCode::SUCCESS
}
