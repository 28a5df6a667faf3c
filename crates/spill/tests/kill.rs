//! Kills a process that writes and consumes, at random moments, and looks at what is left.
//!
//! `cargo test --package reactive-streams-spill --test kill -- 100 7` does so a hundred times, with the
//! seed 7. Each time the same queue goes on.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::collections::BTreeSet;
use std::env;
use std::io::{BufRead, BufReader, Write, stdout};
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_spill::{Durability, SpillQueue};
use support::{Consumer, options};

const CHILD: &str = "SPILL_KILL_CHILD";
const BATCH: u64 = 20;

/// A number, and what can be computed of it.
type Element = (u64, Vec<u8>);

fn element(number: u64) -> Element {
    (number, number.to_le_bytes().repeat((number % 30) as usize))
}

/// Xorshift: which moments are random is to be said by a seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

fn open(path: &Path, run: u64) -> SpillQueue<Element> {
    let durability = if run.is_multiple_of(2) { Durability::Process } else { Durability::Power };
    let every = NonZeroUsize::new(16).unwrap();
    let options = options(64 << 20).durability(durability).acknowledge_every(every);
    SpillQueue::open(path, options).unwrap()
}

/// Tells the parent, before it goes on: what has been said has happened.
fn say(what: char, number: u64) {
    let line = format!("{what} {number}\n");
    if stdout().lock().write_all(line.as_bytes()).is_err() {
        std::process::exit(0); // the parent is gone
    }
}

/// Writes numbers from `first` on, and consumes, until it is killed.
fn child(path: &Path, run: u64, first: u64) {
    let queue = open(path, run);
    let consumed = queue.clone();
    let consumer = thread::spawn(move || {
        let reader = ThreadScheduler::new("reader");
        let outcome = consumed.clone().deliveries_on(&reader).for_each(move |delivery| {
            let number = delivery.element().0;
            say('d', number);
            if number.is_multiple_of(7) {
                return delivery.reject();
            }
            say('k', number);
            drop(delivery.acknowledge());
            if number % 50 == 1 {
                consumed.flush().unwrap();
                say('f', number);
            }
        });
        panic!("it is never over: {:?}", outcome.block());
    });
    let mut random = Random(first + 1);
    let mut next = first;
    loop {
        let end = next + 1 + random.below(BATCH);
        if end - next == 1 {
            queue.push(element(next)).unwrap();
        } else {
            queue.push_all((next..end).map(element).collect()).unwrap();
        }
        for number in next..end {
            say('a', number);
        }
        next = end;
        assert!(!consumer.is_finished(), "the consumer has panicked");
    }
}

/// What the children have said, over all runs.
#[derive(Default)]
struct Told {
    accepted: BTreeSet<u64>,
    delivered: BTreeSet<u64>,
    /// Acknowledged; whether that was written is not known.
    acknowledged: BTreeSet<u64>,
    /// Acknowledged, and written.
    gone: BTreeSet<u64>,
}

impl Told {
    /// Listens until `lines` lines have come, then kills; and hears what was said before it died.
    fn listen(&mut self, mut child: Child, lines: u64) {
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (mut heard, mut latest) = (0, None);
        let mut line = String::new();
        loop {
            if heard == lines {
                child.kill().unwrap();
            }
            line.clear();
            if output.read_line(&mut line).unwrap() == 0 || !line.ends_with('\n') {
                break; // it died in the middle of a line: not said
            }
            heard += 1;
            let (what, number) = line.trim_end().split_once(' ').unwrap();
            let number = number.parse().unwrap();
            match what {
                "a" => assert!(self.accepted.insert(number), "{number} is accepted twice"),
                "d" => {
                    assert!(latest < Some(number), "{number} is delivered after {latest:?}");
                    assert!(!self.gone.contains(&number), "{number} had been acknowledged");
                    latest = Some(number);
                    self.delivered.insert(number);
                }
                "k" => assert!(self.acknowledged.insert(number), "{number} is acknowledged twice"),
                "f" => self.gone.extend(self.acknowledged.range(..=number)),
                other => panic!("what is {other}?"),
            }
        }
        let status = child.wait().unwrap();
        assert!(status.code().is_none(), "it was not killed, it ended by itself: {status}");
    }

    /// The number behind all that was accepted. One may be delivered before its push has been told of.
    fn end(&self) -> u64 {
        let last = self.accepted.last().max(self.delivered.last());
        last.map_or(0, |last| last + 1)
    }

    /// Looks at what is there, and takes nothing.
    fn verify(&mut self, queue: &SpillQueue<Element>) -> usize {
        let consumer = Consumer::of(queue);
        let deliveries = consumer.request(u64::MAX);
        assert!(consumer.error().is_none(), "{:?}", consumer.error());
        let mut there = BTreeSet::new();
        for delivery in deliveries {
            let number = delivery.element().0;
            assert_eq!(*delivery.element(), element(number), "it is unharmed");
            assert!(there.last() < Some(&number), "{number} comes after {:?}", there.last());
            assert!(
                delivery.is_redelivered() || !self.delivered.contains(&number),
                "{number} was delivered before, and is not marked"
            );
            there.insert(number);
        }
        let lost: Vec<_> = self.accepted.difference(&there).collect();
        let lost: Vec<_> = lost.iter().filter(|n| !self.acknowledged.contains(n)).collect();
        assert!(lost.is_empty(), "accepted and lost: {lost:?}");
        let back: Vec<_> = there.intersection(&self.gone).collect();
        assert!(back.is_empty(), "acknowledged and still there: {back:?}");
        assert!(there.range(self.end() + BATCH..).next().is_none(), "nobody has pushed that");
        // What is gone is known to be acknowledged; what is there was accepted, though nobody could say so.
        self.gone.extend(self.acknowledged.difference(&there));
        self.acknowledged.retain(|number| !there.contains(number));
        self.accepted.extend(&there);
        self.delivered.extend(&there);
        there.len()
    }
}

fn main() {
    let mut arguments = env::args().skip(1);
    if env::var_os(CHILD).is_some() {
        let path = arguments.next().unwrap();
        let mut number = || arguments.next().unwrap().parse().unwrap();
        return child(Path::new(&path), number(), number());
    }
    let mut number = |default| arguments.find_map(|it| it.parse().ok()).unwrap_or(default);
    let (runs, seed) = (number(10), number(1));
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("queue");
    let (mut random, mut told) = (Random(seed), Told::default());
    let mut left = 0;
    for run in 0..runs {
        let child = Command::new(env::current_exe().unwrap())
            .arg(&path)
            .args([run.to_string(), told.end().to_string()])
            .env(CHILD, "")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // One in five dies when it has hardly begun.
        let lines = if random.below(5) == 0 { random.below(3) } else { random.below(3000) };
        told.listen(child, lines);
        left = told.verify(&open(&path, run));
    }
    assert!(runs == 0 || !told.gone.is_empty(), "nothing was ever acknowledged");
    println!(
        "killed {runs} times, seed {seed}: {} accepted, {} delivered, {} acknowledged, {left} left; \
         none lost, none out of order",
        told.accepted.len(),
        told.delivered.len(),
        told.gone.len()
    );
}
