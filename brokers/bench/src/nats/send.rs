use reactive_streams_benches::harness::{Cost, Stopwatch};
use reactive_streams_nats::{Nats, Record};

use super::WINDOW;
use super::stream::{Stream, send};
use crate::Outcome;
use crate::confirm::send_all;
use crate::runtime::block_on;
use crate::work::Work;

/// Ours with its own settings, but for the window.
pub(super) fn ours(work: Work) -> Outcome<Cost> {
    let stream = Stream::create()?;
    let sink = block_on(async {
        let nats = Nats::connect(broker_support::nats()).await?;
        nats.sink().window(WINDOW).open().await
    })?;
    let send = |numbers| {
        let subject = stream.name().to_owned();
        let record = move |number| Record::to(subject.clone()).payload(work.payload(number));
        send_all(sink.clone(), numbers, record)
    };
    send(0..1)?;
    let stopwatch = Stopwatch::start();
    send(0..work.elements)?;
    Ok(stopwatch.stop())
}

pub(super) fn plain(work: Work) -> Outcome<Cost> {
    let stream = Stream::create()?;
    let send =
        |numbers| block_on(send(stream.context(), stream.name(), numbers, work, WINDOW.get()));
    send(0..1)?;
    let stopwatch = Stopwatch::start();
    send(0..work.elements)?;
    Ok(stopwatch.stop())
}
