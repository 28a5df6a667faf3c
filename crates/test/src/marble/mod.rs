mod script;
mod source;

use std::fmt::{Debug, Display};
use std::time::Duration;

use reactive_streams::Publisher;

use crate::subscriber::{End, Signal};
use crate::{TestSubscriber, VirtualTime};
use script::{Mark, Script, Use};
pub use source::{Marble, MarbleError};

/// How long one character of a marble string takes.
pub const FRAME: Duration = Duration::from_millis(1);

/// How many frames longer than expected to wait for an end, so that it can be shown.
const OVERTIME: u64 = 100;

/// A publisher that gives the elements of a marble string, each at its time after it was subscribed.
///
/// | | |
/// |---|---|
/// | `-` | nothing; takes one [`FRAME`], as does everything below |
/// | `a` | an element: any other character |
/// | `<ab>` | an element of several characters, where elements are compared |
/// | `(ab\|)` | several signals in one frame |
/// | `\|` | completion |
/// | `#` | an error: [`MarbleError`] |
/// | `^` | the subscription: a source has gone on before it; when it is expected, time passes before |
/// | `!` | the cancel, where elements are compared |
/// | space | nothing, and takes no time |
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_test::{VirtualTime, assert_marbles, marble};
///
/// let clock = VirtualTime::new(0);
/// let letters = marble("-a-b--(cd)-|", &clock);
/// let capitals = letters.filter(|c| *c != 'b').map(|c| c.to_ascii_uppercase());
/// assert_marbles(&clock, capitals, "-A----(CD)-|");
/// ```
///
/// # Demand
///
/// Elements that were not requested when their time has come wait, all of them if need be, and come
/// when they are requested; the end waits behind them.
///
/// # Errors
///
/// Where the string says so, and when the scheduler is dropped before the string is through.
///
/// # Panics
///
/// When the string is not a marble string; the message says at which position.
#[doc(alias = "createCold")]
#[track_caller]
pub fn marble(text: &str, clock: &VirtualTime) -> Marble {
    Marble::new(parse(text, Use::Source), clock)
}

#[track_caller]
fn parse(text: &str, used_as: Use) -> Script {
    Script::parse(text, used_as).unwrap_or_else(|(position, why)| {
        panic!("bad marble at position {position}: {why}\n  {text}\n  {}^", " ".repeat(position))
    })
}

/// Subscribes with unbounded demand, and compares what comes and when with a marble string.
///
/// The syntax is that of [`marble()`]. An element is written as its `Display`. `^` subscribes after so many
/// frames, `!` cancels in its frame, after what comes in it. What the string does not end, is watched
/// for as long as the string is, and then cancelled.
///
/// # Panics
///
/// When they differ, with both as marble strings; when the string is bad; and when the publisher has
/// broken a rule.
#[track_caller]
pub fn assert_marbles<P>(clock: &VirtualTime, publisher: P, expected: &str)
where
    P: Publisher<Item: Display + Debug, Error: Debug>,
{
    let expected = parse(expected, Use::Expectation);
    let actual = observe(clock, publisher, &expected);
    if actual.marks != expected.marks {
        panic!("the marbles differ\n  expected  {expected}\n    actual  {actual}");
    }
}

/// Subscribes with unbounded demand, and gives what comes in so many frames as a marble string.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_test::{VirtualTime, marble, record_marbles};
///
/// let clock = VirtualTime::new(0);
/// let numbers = marble("-1-2--|", &clock).map(|c| format!("{c}0"));
/// assert_eq!(record_marbles(&clock, numbers, 8), "-<10>-<20>--|-");
/// ```
///
/// # Panics
///
/// When the publisher has broken a rule.
#[track_caller]
pub fn record_marbles<P>(clock: &VirtualTime, publisher: P, frames: u64) -> String
where
    P: Publisher<Item: Display + Debug, Error: Debug>,
{
    observe(clock, publisher, &Script { frames, marks: Vec::new() }).to_string()
}

/// Does what `plan` says about subscribing and cancelling, for as long as it says.
#[track_caller]
fn observe<P>(clock: &VirtualTime, publisher: P, plan: &Script) -> Script
where
    P: Publisher<Item: Display + Debug, Error: Debug>,
{
    let subscriber = TestSubscriber::new();
    let begin = plan.frame_of(&Mark::Subscribe);
    let cancel = plan.frame_of(&Mark::Cancel);
    let mut publisher = Some(publisher);
    let mut marks = Vec::new();
    let mut frame = 0;
    let waits_for_end = plan.ends();
    loop {
        if frame == begin.unwrap_or(0) {
            marks.extend(begin.map(|frame| (frame, Mark::Subscribe)));
            if let Some(publisher) = publisher.take() {
                publisher.subscribe(subscriber.subscriber());
            }
        }
        clock.run_until_idle();
        while let Some(signal) = subscriber.take_signal() {
            marks.push((frame, mark(&signal)));
        }
        if cancel == Some(frame) {
            marks.push((frame, Mark::Cancel));
            subscriber.cancel();
        }
        frame += 1;
        let is_over = frame >= plan.frames;
        if is_over && (!waits_for_end || subscriber.is_dropped() || frame > plan.frames + OVERTIME)
        {
            break;
        }
        clock.advance(FRAME);
    }
    if subscriber.is_dropped() {
        subscriber.verify();
    }
    let frames = marks.last().map_or(0, |(last, _)| last + 1).max(plan.frames);
    Script { frames, marks }
}

fn mark<T: Display, E>(signal: &Signal<T, E>) -> Mark {
    match signal {
        Signal::Next(item) => Mark::Next(item.to_string()),
        Signal::End(End::Complete) => Mark::Complete,
        Signal::End(End::Error(_)) => Mark::Error,
    }
}
