//! Fetches 1,000 pages over HTTP, never more than 16 at the same time, from a server that is often slow and
//! sometimes busy.
//!
//! ```text
//! cargo run --release --example http_fanout -- [--requests N] [--in-flight N]
//! ```
//!
//! The server is a real one, on loopback, in this process. It counts how many requests it has at the same
//! time, so the limit is not only kept but seen.

mod client;
mod server;

use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use client::{FetchError, fetch};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::TokioScheduler;
use reactive_streams_operators::{Retry, RetryError, from_try_async, range};
use server::Server;
use tokio::runtime::Handle;

const USAGE: &str = "usage: http_fanout [--requests N] [--in-flight N]";

/// A page that takes longer is asked for again.
const PATIENCE: Duration = Duration::from_millis(100);

#[tokio::main]
async fn main() -> ExitCode {
    match Arguments::parse(std::env::args().skip(1)) {
        Ok(arguments) => match run(arguments).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&error),
        },
        Err(error) => fail(&error),
    }
}

fn fail(error: &str) -> ExitCode {
    eprintln!("http_fanout: {error}");
    ExitCode::FAILURE
}

async fn run(Arguments { requests, in_flight }: Arguments) -> Result<(), String> {
    let server = Server::start().await.map_err(|error| format!("no server: {error}"))?;
    let address = server.address();
    let tokio = Arc::new(TokioScheduler::new(Handle::current()));
    // 10 ms, 20 ms, 40 ms and so on, each with up to as much again, so that those who were turned away
    // together do not come back together.
    let retry = Retry::backoff(8, Duration::from_millis(10)).jitter();
    let retry = retry.only_if(FetchError::is_transient);

    let start = Instant::now();
    // A scheduler stops when it is dropped, and the closure is when there are no more pages to ask for.
    let workers = Arc::clone(&tokio);
    let pages =
        range(0..requests).fallible::<RetryError<FetchError>>().flat_map(in_flight, move |page| {
            from_try_async(move || fetch(address, page), &*workers)
                .into_flux()
                .timeout(PATIENCE, &*workers)
                .retry_when(retry.clone(), &*workers)
        });
    let sum = pages.fold((0, 0), |(pages, bytes), page| (pages + 1, bytes + page.len()));
    let (pages, bytes) = sum.await.map_err(|error| error.to_string())?;

    let seen = server.stop();
    println!("{pages} pages, {bytes} bytes, in {:.2} s", start.elapsed().as_secs_f64());
    println!(
        "the server saw {} requests, at most {} at the same time; it answered {} late and turned {} away",
        seen.requests, seen.at_once, seen.late, seen.turned_away
    );
    if pages != requests || seen.at_once > in_flight.get() {
        return Err("that is not what was asked for".to_owned());
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Arguments {
    requests: u32,
    in_flight: NonZeroUsize,
}

impl Arguments {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut parsed = Self { requests: 1000, in_flight: NonZeroUsize::MIN.saturating_add(15) };
        while let Some(name) = arguments.next() {
            let value =
                arguments.next().ok_or_else(|| format!("{name} needs a number; {USAGE}"))?;
            let wrong = |what: &str| format!("{name} needs {what}, and not `{value}`; {USAGE}");
            match name.as_str() {
                "--requests" => parsed.requests = value.parse().map_err(|_| wrong("a number"))?,
                "--in-flight" => {
                    parsed.in_flight = value.parse().map_err(|_| wrong("a number above zero"))?;
                }
                _ => return Err(format!("there is no {name}; {USAGE}")),
            }
        }
        Ok(parsed)
    }
}
