use std::fmt::Debug;
use std::time::{Duration, Instant};

use super::timeline::{self, Line};
use super::{End, Signal, StepVerifier};
use crate::oracle::Moment;
use crate::{TestSubscriber, VirtualTime};

/// A script while it is run.
pub(super) struct Run<T, E> {
    pub(super) subscriber: TestSubscriber<T, E>,
    clock: Option<VirtualTime>,
    /// Until when to wait for others; without one, nobody else is at work.
    deadline: Option<Instant>,
    pub(super) recorded: Option<Vec<T>>,
    /// What came during the present step, or why it failed.
    seen: Vec<String>,
}

impl<T, E> StepVerifier<T, E>
where
    T: Debug + Send + 'static,
    E: Debug + Send + 'static,
{
    #[track_caller]
    pub(super) fn run(self, timeout: Option<Duration>) {
        let Self { initial, tolerated, subscribe, clock, steps } = self;
        let subscriber = TestSubscriber::with_initial_demand(initial);
        let subscriber = tolerated.iter().fold(subscriber, |it, rule| it.tolerating(rule));
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let mut run = Run { subscriber, clock, deadline, recorded: None, seen: Vec::new() };
        run.subscriber.subscribing(subscribe);
        let mut lines = Vec::new();
        let mut failed = None;
        for (index, step) in steps.into_iter().enumerate() {
            if failed.is_none() && !(step.act)(&mut run) {
                failed = Some(index);
            }
            let came = std::mem::take(&mut run.seen).join(", ");
            lines.push(Line { text: step.text, at: step.at, came });
        }
        let moment = if failed.is_some() { Moment::Midway } else { run.settle() };
        let complaint = run.subscriber.complaint(moment);
        if failed.is_some() {
            run.cancel(); // or threads would go on behind a test that has failed
        }
        if let Some(message) = timeline::verdict(&lines, failed, complaint) {
            panic!("{message}");
        }
    }
}

impl<T: Debug, E: Debug> Run<T, E> {
    fn time_left(&self) -> Duration {
        self.deadline.map_or(Duration::ZERO, |end| end.saturating_duration_since(Instant::now()))
    }

    /// Lets happen what can happen without the clock moving.
    fn turn(&self) {
        if let Some(clock) = &self.clock {
            clock.run_until_idle();
        }
    }

    /// Lets time pass, or what is to come first.
    pub(super) fn pass(&self, time: Duration) {
        match &self.clock {
            Some(clock) => {
                clock.advance(time);
            }
            None => {
                self.subscriber.await_signal(time);
            }
        }
    }

    /// The next signal, waited for if that makes sense.
    fn signal(&mut self) -> Option<Signal<T, E>> {
        self.turn();
        self.subscriber.await_signal(self.time_left());
        let signal = self.subscriber.take_signal();
        if signal.is_none() {
            let abandoned = self.subscriber.is_dropped();
            self.note_if(abandoned, "nothing: the subscriber was dropped");
            self.note_if(!abandoned && self.deadline.is_some(), "nothing in time");
            self.note_if(!abandoned && self.deadline.is_none(), "nothing");
        }
        signal
    }

    pub(super) fn note_if(&mut self, applies: bool, text: &str) {
        if applies {
            self.seen.push(text.to_owned());
        }
    }

    fn note(&mut self, signal: &Signal<T, E>) {
        self.seen.push(match signal {
            Signal::Next(item) => format!("{item:?}"),
            Signal::End(End::Complete) => "complete".to_owned(),
            Signal::End(End::Error(error)) => format!("error {error:?}"),
        });
    }

    fn keep(&mut self, item: T) {
        if let Some(recorded) = &mut self.recorded {
            recorded.push(item);
        }
    }

    /// Takes the next signal if it is an element that is right.
    pub(super) fn element(&mut self, is_right: impl FnOnce(&T) -> bool) -> bool {
        let Some(signal) = self.signal() else { return false };
        self.note(&signal);
        match signal {
            Signal::Next(item) => {
                let is_right = is_right(&item);
                self.keep(item);
                is_right
            }
            end => {
                self.subscriber.put_back(end);
                false
            }
        }
    }

    /// Takes the next signal if it is an element that matches, and leaves it there if not.
    pub(super) fn element_if(&mut self, matches: impl FnOnce(&T) -> bool) -> bool {
        self.turn();
        self.subscriber.await_signal(self.time_left());
        match self.subscriber.take_signal() {
            Some(Signal::Next(item)) if matches(&item) => {
                self.seen.push(format!("{item:?}"));
                self.keep(item);
                true
            }
            Some(other) => {
                self.subscriber.put_back(other);
                false
            }
            None => false,
        }
    }

    /// Takes the next signal, which should be the end that is right.
    pub(super) fn end(&mut self, is_right: impl FnOnce(&End<E>) -> bool) -> bool {
        let Some(signal) = self.signal() else { return false };
        self.note(&signal);
        matches!(&signal, Signal::End(end) if is_right(end))
    }

    /// Whether nothing has come that no step has taken.
    pub(super) fn is_silent(&mut self) -> bool {
        self.turn();
        let Some(signal) = self.subscriber.take_signal() else { return true };
        self.note(&signal);
        self.subscriber.put_back(signal);
        false
    }

    /// Whether the stream is not over after `time`; cancels it then.
    pub(super) fn goes_on(&mut self, time: Duration) -> bool {
        self.turn();
        match &self.clock {
            Some(clock) => {
                clock.advance(time);
            }
            None => {
                self.subscriber.await_drop(time);
            }
        }
        while let Some(signal) = self.subscriber.take_signal() {
            self.note(&signal);
        }
        !self.subscriber.is_dropped() && self.cancel()
    }

    pub(super) fn cancel(&mut self) -> bool {
        let subscription = self.subscriber.subscription_if_any();
        self.note_if(subscription.is_none(), "there is no subscription");
        if let Some(subscription) = &subscription {
            subscription.cancel();
        }
        subscription.is_some()
    }

    /// The script is through: what the publisher still owes has to come now.
    fn settle(&self) -> Moment {
        self.turn();
        self.subscriber.await_drop(self.time_left());
        Moment::Idle
    }
}
