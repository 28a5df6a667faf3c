//! The thread on which a scenario is played.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::{Findings, Played};
use crate::log::{Kind, Link, Outcome};
use crate::oracle::{self, Breach};
use crate::rule::Rule;
use crate::world::World;

/// Plays on a thread of its own, so that a deadlock is a verdict and not the end of the suite.
pub(super) fn on_a_thread<F>(name: &str, world: World, play: F) -> Played
where
    F: FnOnce(World) -> Findings + Send + 'static,
{
    let (done, finished) = channel();
    let inner = world.clone();
    let spawned = thread::Builder::new().name(name.to_owned()).spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(|| play(inner)));
        // Nobody listens any more once this run has been given up.
        drop(done.send(result));
    });
    let mut findings = Findings::new();
    let mut joined = Ok(());
    match spawned {
        Err(error) => {
            findings.push(("1.9", Link(0), format!("no thread could be started: {error}")))
        }
        Ok(handle) => match wait(&world, &finished) {
            Some(Ok(found)) => {
                findings = found;
                joined = handle.join();
            }
            Some(Err(payload)) => {
                let text = match crate::world::outcome_of(&*payload) {
                    Outcome::Panicked(message) => message.into_string(),
                    _ => "a panic of ours came back".into(),
                };
                findings.push(("2.13", Link(0), format!("the scenario panicked: {text}")));
            }
            None => findings.extend(give_up(&world)),
        },
    }
    if joined.is_err() {
        findings.push(("2.13", Link(0), "the thread of the scenario panicked at its end".into()));
    }
    let log = world.recorder().close();
    let mut breaches = oracle::judge(&log);
    for (rule, link, text) in findings {
        breaches.push(Breach { rule: Rule::named(rule), link, at: log.events.len(), text });
    }
    Played { log, breaches, script: None }
}

/// What the thread of a scenario sends at its end.
type Ended = thread::Result<Findings>;

/// Waits for the end of the scenario; `None` when it hangs.
///
/// As [`World::wait`], it counts ticks without any progress and not time.
fn wait(world: &World, finished: &Receiver<Ended>) -> Option<Ended> {
    // The scenario itself waits for as long as `must_happen` without a line in the log.
    let limit = world.limits().must_happen.as_millis() * 2 + 500;
    let (mut ticks, mut seen) = (0, 0);
    loop {
        match finished.recv_timeout(Duration::from_millis(1)) {
            Ok(result) => return Some(result),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => {}
        }
        let now = world.recorder().len();
        ticks = if now == seen { ticks + 1 } else { 0 };
        seen = now;
        if ticks > limit {
            return None;
        }
    }
}

/// Writes down in which call the scenario hangs: the one that began last and is still open. Where
/// there is none, that is a finding of its own.
fn give_up(world: &World) -> Option<(&'static str, Link, String)> {
    let mut open = Vec::new();
    world.recorder().read(|log| {
        for event in &log.events {
            match &event.kind {
                Kind::Call(call) => open.push((event.link, call.clone())),
                Kind::Return(call, _) => {
                    let entry = (event.link, call.clone());
                    if let Some(at) = open.iter().rposition(|known| *known == entry) {
                        open.remove(at);
                    }
                }
                _ => {}
            }
        }
    });
    match open.pop() {
        Some((link, call)) => {
            world.record(link, Kind::Stuck(call));
            None
        }
        None => Some(("2.13", Link(0), "the scenario hangs outside of every signal".into())),
    }
}
