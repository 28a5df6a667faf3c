//! Pipelines of the JVM, ported: runs one of them, and prints what comes out.
//!
//! ```text
//! cargo run --package reactive-streams-porting -- NAME
//! ```
//!
//! Without a name it lists them. The original of each is in the folder of its port.

mod debounced_search;
mod error_fallback;
mod event_time;
mod fan_out;
mod file_tail;
mod journal;
mod paged_api;
mod price_feed;
mod rate_limit;
mod replay;
mod resource;
mod scrabble;
mod spelling;
mod timeline;
mod word_count;

use std::error::Error;
use std::num::NonZeroUsize;
use std::process::ExitCode;

use reactive_streams_operators::AnyError;

type Failure = Box<dyn Error + Send + Sync>;

struct Port {
    name: &'static str,
    input: &'static str,
    run: fn(&'static str) -> Result<Vec<String>, Failure>,
}

/// The port in the module of this name, with the input beside it.
macro_rules! port {
    ($name:ident) => {
        Port {
            name: stringify!($name),
            input: include_str!(concat!(stringify!($name), "/input.txt")),
            run: $name::run,
        }
    };
}

const PORTS: [Port; 13] = [
    port!(debounced_search),
    port!(error_fallback),
    port!(event_time),
    port!(fan_out),
    port!(file_tail),
    port!(paged_api),
    port!(price_feed),
    port!(rate_limit),
    port!(replay),
    port!(resource),
    port!(scrabble),
    port!(spelling),
    port!(word_count),
];

/// The error for a line of the input that is not understood.
fn malformed(line: &str) -> AnyError {
    AnyError::new(format!("the input is not understood: {line}"))
}

/// For capacities that are known: one of zero does not compile.
const fn capacity(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).expect("a capacity is not zero")
}

fn main() -> ExitCode {
    let Some(name) = std::env::args().nth(1) else {
        PORTS.iter().for_each(|port| println!("{}", port.name));
        return ExitCode::SUCCESS;
    };
    let Some(port) = PORTS.iter().find(|port| port.name == name) else {
        eprintln!("there is no port `{name}`");
        return ExitCode::FAILURE;
    };
    match (port.run)(port.input) {
        Ok(lines) => {
            lines.iter().for_each(|line| println!("{line}"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{name}: {error}");
            ExitCode::FAILURE
        }
    }
}
