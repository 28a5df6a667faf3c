use std::sync::Weak;

use reactive_streams::Subscription;

use super::Findings;
use crate::log::{Declaration, Ending, Judged, Kind, Link, Thing};
use crate::suite::{Factory, Made, PublisherUnderTest, Sharing};
use crate::world::{Execution, Given, Plan, Rng, Tap, World};

/// A run of a scenario against a publisher: makes it, subscribes probes, and clears up.
pub(crate) struct PublisherRun<'a> {
    pub(crate) world: World,
    pub(crate) rng: Rng,
    subject: &'a PublisherUnderTest,
    taps: Vec<Tap>,
    /// What the publisher was made with, kept as long as it can be subscribed again.
    made: Vec<Made>,
    findings: Findings,
}

impl<'a> PublisherRun<'a> {
    pub(super) fn new(world: World, subject: &'a PublisherUnderTest) -> Self {
        let rng = Rng::new(world.seed());
        Self { world, rng, subject, taps: Vec::new(), made: Vec::new(), findings: Vec::new() }
    }

    /// As many of `wanted` elements as it can give.
    pub(crate) fn length(&self, wanted: u64) -> u64 {
        wanted.clamp(self.subject.least, self.subject.most)
    }

    pub(crate) fn execution(&self) -> Execution {
        self.subject.execution
    }

    pub(crate) fn can_fail_at_once(&self) -> bool {
        self.subject.fails_at_once.is_some()
    }

    pub(crate) fn most(&self) -> u64 {
        self.subject.most
    }

    /// Subscribes to a stream of `wanted` elements, or as many as there can be.
    pub(crate) fn open(&mut self, wanted: u64) -> Tap {
        self.open_with(wanted, Plan::default())
    }

    pub(crate) fn open_with(&mut self, wanted: u64, plan: Plan) -> Tap {
        let length = self.length(wanted);
        self.start(&self.subject.make.clone(), length, self.subject.ending, plan)
    }

    /// Subscribes to a stream that fails before any element.
    pub(crate) fn open_failing(&mut self, plan: Plan) -> Tap {
        match self.subject.fails_at_once.clone() {
            Some(make) => self.start(&make, 0, Ending::Fail, plan),
            None => self.open_with(0, plan), // the needs of the check have seen to it
        }
    }

    /// Subscribes to a stream that fails after `length` elements.
    pub(crate) fn open_failing_after(&mut self, length: u64, plan: Plan) -> Tap {
        match self.subject.fails_midway.clone() {
            Some(make) => self.start(&make, length, Ending::Fail, plan),
            None => self.open_with(length, plan), // the needs of the check have seen to it
        }
    }

    /// Subscribes several probes to one publisher, all before anything is requested.
    pub(crate) fn open_many(&mut self, wanted: u64, plans: Vec<Plan>) -> Vec<Tap> {
        let length = self.length(wanted);
        let Some((_, make)) = self.subject.many.clone() else { return Vec::new() };
        let link = self.world.recorder().link();
        let made = make(&Given::new(&self.world, link, length));
        self.made.push(made);
        plans.into_iter().map(|plan| self.join(Some(length), plan)).collect()
    }

    /// Subscribes one more probe to the publisher that `open_many` made.
    pub(crate) fn join(&mut self, length: Option<u64>, plan: Plan) -> Tap {
        let link = self.world.recorder().link();
        let mut declaration = Declaration::new(Judged::Publisher);
        // On a shared stream, one subscriber's demand does not decide what it gets.
        if self.sharing() == Some(Sharing::Own) {
            declaration.length = length;
            declaration.ending = length.map(|_| self.subject.ending);
        }
        self.world.record(link, Kind::Declared(Box::new(declaration)));
        let tap = Tap::new(&self.world, link);
        let probe = tap.probe(plan);
        if let Some(made) = self.made.last_mut() {
            tap.subscribing(|| (made.connect)(probe));
        }
        if self.execution() == Execution::Foreign {
            // It may be greeted from another thread, and cannot request before; the log says if it never is.
            self.world.wait(|| tap.is_greeted());
        }
        self.taps.push(tap.clone());
        tap
    }

    pub(crate) fn sharing(&self) -> Option<Sharing> {
        self.subject.many.as_ref().map(|(sharing, _)| *sharing)
    }

    fn start(&mut self, make: &Factory, length: u64, ending: Ending, plan: Plan) -> Tap {
        let link = self.world.recorder().link();
        let given = Given::new(&self.world, link, length);
        let mut made = make(&given);
        let mut declaration = Declaration::new(Judged::Publisher).stream(length, ending);
        declaration.tracked = made.upstream.is_none() && given.is_used();
        declaration.downstream_of = made.upstream;
        declaration.recovers = self.subject.recovers;
        declaration.prefetch = self.subject.prefetch;
        if self.subject.recovers && ending == Ending::Fail {
            declaration.ending = Some(Ending::Complete); // §4.2
        }
        self.world.record(link, Kind::Declared(Box::new(declaration)));
        let tap = Tap::new(&self.world, link);
        let probe = tap.probe(plan);
        tap.subscribing(|| (made.connect)(probe));
        self.taps.push(tap.clone());
        tap
    }

    /// Makes a publisher and drops it without subscribing anybody.
    pub(crate) fn make_and_drop(&mut self, wanted: u64) {
        let length = self.length(wanted);
        let link = self.world.recorder().link();
        let mut declaration = Declaration::new(Judged::Publisher);
        declaration.ending = Some(Ending::Never);
        self.world.record(link, Kind::Declared(Box::new(declaration)));
        drop((self.subject.make)(&Given::new(&self.world, link, length)));
    }

    pub(crate) fn idle(&self) {
        self.world.idle();
    }

    /// Whether it is so by now; on threads that are not ours, what must happen may take its time.
    pub(crate) fn happens(&self, done: impl Fn() -> bool) -> bool {
        self.world.happens(done)
    }

    /// A breach that the scenario itself has found.
    pub(crate) fn found(&mut self, rule: &'static str, tap: &Tap, text: impl Into<String>) {
        self.findings.push((rule, tap.link(), text.into()));
    }

    /// Cancels what still lives, lets everything go, and looks for what is left.
    pub(super) fn finish(mut self) -> Findings {
        for tap in &self.taps {
            if !tap.is_ended() && !tap.is_dropped() {
                tap.cancel();
            }
        }
        self.made.clear();
        self.world.idle();
        let held: Vec<(Tap, Weak<dyn Subscription>)> =
            self.taps.iter().filter_map(|tap| Some((tap.clone(), tap.let_go()?))).collect();
        self.world.dismantle();
        let ledger = self.world.ledger();
        let is_free = || {
            ledger.elements() == 0
                && ledger.sources() == 0
                && held.iter().all(|(_, handle)| handle.strong_count() == 0)
        };
        if !is_free() && self.execution() == Execution::Foreign {
            self.world.wait(is_free);
        }
        for (tap, handle) in &held {
            self.leak(tap.link(), Thing::Subscription, handle.strong_count() as u64);
        }
        // These belong to the run as a whole; its first link speaks for them.
        self.leak(Link(0), Thing::Element, ledger.elements());
        self.leak(Link(0), Thing::Source, ledger.sources());
        std::mem::take(&mut self.findings)
    }

    fn leak(&self, link: Link, thing: Thing, count: u64) {
        if count > 0 {
            self.world.record(link, Kind::Leaked(thing, count));
        }
    }
}
