//! The prices of what is on the screen: whoever looks at another has no use for those of the one before.

use std::sync::Arc;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{AnyError, interval};

use crate::Failure;
use crate::journal::Journal;
use crate::timeline::timeline;

const TICK: Duration = Duration::from_millis(100);

pub(crate) fn run(input: &'static str) -> Result<Vec<String>, Failure> {
    let clock = Arc::new(DeterministicScheduler::new(1));
    let journal = Journal::new(&clock);

    let (ticks, hidden) = (Arc::clone(&clock), journal.clone());
    let prices = timeline(input, &clock)
        .inspect(journal.writer(|symbol| format!("show {symbol}")))
        .switch_map(move |symbol| {
            let hidden = hidden.clone();
            prices(symbol, &ticks).do_on_cancel(move || hidden.write(format_args!("hide {symbol}")))
        })
        .inspect(journal.writer(String::clone))
        .count()
        .inspect(journal.writer(|prices| format!("{prices} prices")));
    journal.play(prices)
}

fn prices(
    symbol: &'static str,
    clock: &Arc<DeterministicScheduler>,
) -> impl Publisher<Item = String, Error = AnyError> + use<> {
    interval(TICK, &**clock)
        .fallible()
        .take(4)
        .map(move |tick| format!("{symbol} {}", 100 * symbol.len() as u64 + tick * tick))
}
