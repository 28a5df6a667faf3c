//! What Java reports of signals that cannot reach a subscriber in Rust.

use std::sync::{Mutex, PoisonError};

use reactive_streams_jvm::Registry;
use reactive_streams_operators::empty;
use reactive_streams_tck::Given;
use reactive_streams_tck::log::{Call, Kind, Link, Outcome, Recorder};

/// A stream at the border; its number is its place. None is ever removed, for a signal may come long after its
/// run: the recorder is closed by then, and empty.
static STREAMS: Mutex<Vec<Stream>> = Mutex::new(Vec::new());

#[derive(Clone)]
struct Stream {
    recorder: Recorder,
    link: Link,
}

/// Lets Java report on the stream that this thread is subscribing, under the number that is returned.
pub(crate) fn of_subscribe(recorder: &Recorder) -> i64 {
    let link = recorder.read(|log| {
        let subscribed = |kind: &Kind| *kind == Kind::Call(Call::Subscribe);
        log.events.iter().rev().find(|event| subscribed(&event.kind)).map(|event| event.link)
    });
    open(recorder, link.unwrap_or(Link(0)))
}

/// Lets Java report on the subscriber that is being made.
pub(crate) fn of_subscriber(given: &Given) -> i64 {
    open(given.recorder(), given.link())
}

fn open(recorder: &Recorder, link: Link) -> i64 {
    let mut streams = STREAMS.lock().unwrap_or_else(PoisonError::into_inner);
    streams.push(Stream { recorder: recorder.clone(), link });
    i64::try_from(streams.len() - 1).expect("memory ends long before")
}

/// Java has it as a publisher, which reports when it is subscribed.
pub(crate) fn register(streams: &mut Registry) {
    streams.publisher("witness", |(stream, call, number, text): (i64, String, i64, String)| {
        report(stream, &call, number, text);
        empty::<i64>()
    });
}

fn report(stream: i64, call: &str, number: i64, text: String) {
    let streams = STREAMS.lock().unwrap_or_else(PoisonError::into_inner);
    let place = usize::try_from(stream).expect("it is a number of ours");
    let Stream { recorder, link, .. } = streams[place].clone();
    drop(streams);
    let call = match call {
        "onSubscribe" => Call::OnSubscribe,
        "onNext" => Call::OnNext(format!("#{number}").into()),
        "onError" => Call::OnError(text.as_str().into()),
        "onComplete" => Call::OnComplete,
        "request" => Call::Request(u64::try_from(number).unwrap_or(0)),
        "cancel" => Call::Cancel,
        other => unreachable!("Java reports no {other}"),
    };
    let outcome = match text.strip_prefix("threw ") {
        Some(thrown) => Outcome::Panicked(thrown.into()),
        None => Outcome::Normal,
    };
    // The bridge makes a cancel of a panic, and what was under way may still come then.
    let has_panicked = recorder.read(|log| {
        let panicked = |kind: &Kind| matches!(kind, Kind::Return(_, Outcome::Hostile));
        log.events.iter().any(|event| event.link == link && panicked(&event.kind))
    });
    if has_panicked {
        return recorder.record(link, Kind::Note(format!("{call}, after the panic").into()));
    }
    recorder.record(link, Kind::Call(call.clone()));
    recorder.record(link, Kind::Return(call, outcome));
}
