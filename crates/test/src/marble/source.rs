use std::collections::VecDeque;
use std::error::Error;
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::{Publisher, Subscriber};
use reactive_streams_operators::scheduler::{Scheduler, Worker};
use reactive_streams_operators::{Sender, channel};

use super::FRAME;
use super::script::{Mark, Script};
use crate::VirtualTime;

/// The error of a marble string: its `#`, or that its scheduler was dropped before it was through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarbleError;

impl fmt::Display for MarbleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the marble string fails here")
    }
}

impl Error for MarbleError {}

/// Publisher for [`marble`](super::marble()). Each subscriber gets all of it.
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Marble {
    signals: VecDeque<(Duration, Signal)>,
    worker: Arc<dyn Worker>,
}

#[derive(Clone, Copy)]
enum Signal {
    Next(char),
    Complete,
    Error,
}

impl Marble {
    /// What comes from the subscription on, as times since then.
    pub(super) fn new(script: Script, clock: &VirtualTime) -> Self {
        let begin = script.frame_of(&Mark::Subscribe).unwrap_or(0);
        let signal = |(frame, mark): (u64, Mark)| {
            let time = FRAME * u32::try_from(frame.checked_sub(begin)?).ok()?;
            let signal = match mark {
                Mark::Next(name) => Signal::Next(name.chars().next()?),
                Mark::Complete => Signal::Complete,
                Mark::Error => Signal::Error,
                Mark::Subscribe | Mark::Cancel => return None,
            };
            Some((time, signal))
        };
        let signals = script.marks.into_iter().filter_map(signal).collect();
        Self { signals, worker: clock.worker().into() }
    }
}

impl fmt::Debug for Marble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Marble").finish_non_exhaustive()
    }
}

impl Publisher for Marble {
    type Item = char;
    type Error = MarbleError;

    fn subscribe<S: Subscriber<char, MarbleError>>(self, subscriber: S) {
        let capacity = NonZeroUsize::new(self.signals.len()).unwrap_or(NonZeroUsize::MIN);
        let (sender, publisher) = channel(capacity);
        publisher.subscribe(subscriber);
        play(self.signals, Pen(Some(sender)), self.worker, Duration::ZERO);
    }
}

/// Schedules what is next, and that it goes on from there.
fn play(
    mut signals: VecDeque<(Duration, Signal)>,
    mut pen: Pen,
    worker: Arc<dyn Worker>,
    passed: Duration,
) {
    if pen.0.is_none() {
        return;
    }
    // What does not end, waits for a time that never comes.
    let next = signals.front().map_or(Duration::MAX, |(time, _)| *time);
    let hand = Arc::clone(&worker);
    let task = Box::new(move || {
        while signals.front().is_some_and(|(time, _)| *time == next) {
            signals.pop_front().into_iter().for_each(|(_, signal)| pen.write(signal));
        }
        play(signals, pen, hand, next);
    });
    match next - passed {
        Duration::ZERO => worker.schedule(task),
        delay => worker.schedule_after(delay, task),
    }
}

/// Writes the signals; when it is dropped with the scheduler, that is an error.
struct Pen(Option<Sender<char, MarbleError>>);

impl Pen {
    fn write(&mut self, signal: Signal) {
        match signal {
            Signal::Next(item) => {
                let closed = |sender: &Sender<_, _>| sender.try_send(item).is_err();
                // There is room for all of them: it is closed because of a cancel.
                if self.0.as_ref().is_some_and(closed) {
                    self.0 = None;
                }
            }
            Signal::Complete => self.0 = None,
            Signal::Error => drop(Self(self.0.take())),
        }
    }
}

impl Drop for Pen {
    fn drop(&mut self) {
        if let Some(sender) = self.0.take() {
            sender.fail(MarbleError);
        }
    }
}
