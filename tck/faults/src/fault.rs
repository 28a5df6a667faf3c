use std::fmt;
use std::time::Duration;

use reactive_streams_tck::log::Log;
use reactive_streams_tck::{Given, Limits, Sharing, Suite};

use crate::reference::publisher::Context;
use crate::reference::{multicast, processor, publisher, subscriber};

/// What kind of thing is faulty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A publisher.
    Publisher,
    /// A subscriber.
    Subscriber,
    /// A processor.
    Processor,
    /// An event log that no implementation in safe Rust can produce.
    Log,
    /// A program that the compiler refuses.
    Program,
}

impl Kind {
    /// The word for it in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Publisher => "publisher",
            Self::Subscriber => "subscriber",
            Self::Processor => "processor",
            Self::Log => "log",
            Self::Program => "program",
        }
    }
}

/// Something that is broken, and the rules that it breaks.
pub struct Fault {
    /// What is wrong with it, in snake case.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// The rules that it breaks, the one that it breaks above all first.
    pub rules: &'static [&'static str],
    /// What it does, in a line.
    pub what: &'static str,
    /// Whether the JVM's TCK passes an implementation with this fault.
    pub passes_jvm: bool,
    /// The checks that are sure to catch it, where that is a matter of luck for others.
    pub surely_caught_by: &'static [&'static str],
    body: Body,
}

#[derive(Clone, Copy)]
enum Body {
    Publisher(publisher::Hooks, Shape),
    Multicast(processor::Hooks),
    Subscriber(subscriber::Hooks),
    Processor(processor::Hooks),
    Log(fn() -> Log),
}

/// How a publisher is presented to the suite.
#[derive(Clone, Copy)]
struct Shape {
    threads: Threads,
    most: u64,
}

#[derive(Clone, Copy)]
enum Threads {
    Caller,
    Scheduler,
    Own,
    Counted,
}

/// As many elements as the checks need that count them exactly.
const MOST: u64 = 20_000;

/// As many as a thread for each request can be had for.
const FEW: u64 = 100;

impl Fault {
    pub(crate) const fn publisher(
        name: &'static str,
        rules: &'static [&'static str],
        what: &'static str,
        hooks: publisher::Hooks,
    ) -> Self {
        let shape = Shape { threads: Threads::Caller, most: MOST };
        Self::new(name, Kind::Publisher, rules, what, Body::Publisher(hooks, shape))
    }

    pub(crate) const fn multicast(
        name: &'static str,
        rules: &'static [&'static str],
        what: &'static str,
        hooks: processor::Hooks,
    ) -> Self {
        Self::new(name, Kind::Publisher, rules, what, Body::Multicast(hooks))
    }

    pub(crate) const fn subscriber(
        name: &'static str,
        rules: &'static [&'static str],
        what: &'static str,
        hooks: subscriber::Hooks,
    ) -> Self {
        Self::new(name, Kind::Subscriber, rules, what, Body::Subscriber(hooks))
    }

    pub(crate) const fn processor(
        name: &'static str,
        rules: &'static [&'static str],
        what: &'static str,
        hooks: processor::Hooks,
    ) -> Self {
        Self::new(name, Kind::Processor, rules, what, Body::Processor(hooks))
    }

    pub(crate) const fn log(
        name: &'static str,
        rules: &'static [&'static str],
        what: &'static str,
        log: fn() -> Log,
    ) -> Self {
        Self::new(name, Kind::Log, rules, what, Body::Log(log))
    }

    const fn new(
        name: &'static str,
        kind: Kind,
        rules: &'static [&'static str],
        what: &'static str,
        body: Body,
    ) -> Self {
        Self { name, kind, rules, what, passes_jvm: false, surely_caught_by: &[], body }
    }

    pub(crate) const fn passes_jvm(self) -> Self {
        Self { passes_jvm: true, ..self }
    }

    /// Depends on how threads get to run, save in these checks.
    pub(crate) const fn surely_caught_by(self, checks: &'static [&'static str]) -> Self {
        Self { surely_caught_by: checks, ..self }
    }

    /// Emits on the workers of the suite.
    pub(crate) const fn scheduled(self) -> Self {
        self.shaped(Threads::Scheduler, MOST)
    }

    /// Emits on threads of its own.
    pub(crate) const fn foreign(self) -> Self {
        self.shaped(Threads::Own, FEW)
    }

    /// Emits on threads of its own, and tells the suite when they are done.
    pub(crate) const fn counted(self) -> Self {
        self.shaped(Threads::Counted, FEW)
    }

    /// Has at most so many elements, because each of them takes its time.
    pub(crate) const fn up_to(self, most: u64) -> Self {
        self.shaped(Threads::Caller, most)
    }

    const fn shaped(self, threads: Threads, most: u64) -> Self {
        match self.body {
            Body::Publisher(hooks, _) => {
                Self { body: Body::Publisher(hooks, Shape { threads, most }), ..self }
            }
            _ => self,
        }
    }

    /// The event log, where the fault is one.
    pub fn event_log(&self) -> Option<Log> {
        match self.body {
            Body::Log(log) => Some(log()),
            _ => None,
        }
    }

    /// Adds the faulty implementation to a suite, where the fault is one.
    pub fn add_to(&self, suite: &mut Suite) {
        match self.body {
            Body::Publisher(hooks, shape) => add_publisher(suite, self.name, hooks, shape),
            Body::Multicast(hooks) => {
                suite
                    .publisher(self.name, move |given| multicast(given, hooks))
                    .many(Sharing::Multicast)
                    .up_to(MOST)
                    .limits(SHORT);
            }
            Body::Subscriber(hooks) => {
                suite
                    .subscriber(self.name, move |given| subscriber::subject(given, hooks))
                    .limits(SHORT);
            }
            Body::Processor(hooks) => {
                suite
                    .processor(self.name, move |_| processor::Reference(hooks))
                    .many()
                    .prefetch(0)
                    .up_to(MOST)
                    .limits(SHORT);
            }
            Body::Log(_) => {}
        }
    }
}

/// What a fault keeps from happening is waited for in vain; so we do not wait for long.
const SHORT: Limits =
    Limits { must_happen: Duration::from_millis(100), must_not_happen: Duration::from_millis(5) };

fn add_publisher(suite: &mut Suite, name: &str, hooks: publisher::Hooks, shape: Shape) {
    let make = move |given: &Given| {
        let context = match shape.threads {
            Threads::Caller => Context::Caller,
            Threads::Scheduler => Context::Worker(given.scheduler().worker()),
            Threads::Own => Context::Thread,
            Threads::Counted => Context::Counted(given.work_counter()),
        };
        publisher::Reference::new(given, hooks, context)
    };
    let spec = suite
        .publisher(name, make)
        .fails_at_once(move |given| make(given).failing())
        .fails_midway(move |given| make(given).failing())
        .many(Sharing::Own)
        .up_to(shape.most)
        .limits(SHORT);
    match shape.threads {
        Threads::Caller => {}
        Threads::Scheduler => drop(spec.scheduled()),
        Threads::Own | Threads::Counted => drop(spec.foreign()),
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fault")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .field("rules", &self.rules)
            .finish_non_exhaustive()
    }
}
