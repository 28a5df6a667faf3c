use super::Findings;
use crate::log::{Declaration, Judged, Link};
use crate::suite::{ProcessorUnderTest, downstream_of};
use crate::world::{Execution, Given, Reaction, Tap, Upstream, World};

/// How many elements our publisher has.
const LENGTH: u64 = 10_000;

/// A run of a scenario that holds both ends of a processor.
pub(crate) struct ProcessorRun<'a> {
    world: World,
    subject: &'a ProcessorUnderTest,
    upstream: Option<Upstream>,
    taps: Vec<Tap>,
    findings: Findings,
}

impl<'a> ProcessorRun<'a> {
    pub(super) fn new(world: World, subject: &'a ProcessorUnderTest) -> Self {
        Self { world, subject, upstream: None, taps: Vec::new(), findings: Findings::new() }
    }

    /// Connects our publisher before, and then `count` probes behind.
    pub(crate) fn open(&mut self, count: usize) -> Upstream {
        self.connect(count, true)
    }

    /// Connects a probe behind; our publisher is there, and has not greeted the processor yet.
    pub(crate) fn open_downstream_first(&mut self) -> Upstream {
        self.connect(1, false)
    }

    fn connect(&mut self, count: usize, upstream_first: bool) -> Upstream {
        let split = match &self.subject.many {
            Some(many) if count > 1 => many,
            _ => &self.subject.split,
        };
        let link = self.world.recorder().link();
        let given = Given::new(&self.world, link, LENGTH);
        let (subscriber, mut connect) = split(&given);
        let mut declaration = Declaration::new(Judged::Subscriber);
        declaration.contended = self.subject.publisher.execution == Execution::Foreign;
        let upstream =
            Upstream::new(&self.world, link, declaration, Reaction::Wait, LENGTH, subscriber);
        self.upstream = Some(upstream.clone());
        if upstream_first {
            upstream.greet();
            self.idle();
        }
        for _ in 0..count {
            let recovers = self.subject.publisher.recovers;
            let tap = downstream_of(&given, link, recovers, &mut connect);
            self.taps.push(tap);
        }
        self.idle();
        upstream
    }

    pub(crate) fn taps(&self) -> Vec<Tap> {
        self.taps.clone()
    }

    pub(crate) fn idle(&self) {
        self.world.idle();
    }

    /// Sends `count` elements, as far as they are requested.
    pub(crate) fn send(&self, upstream: &Upstream, count: u64) {
        upstream.send_requested(count, || self.idle());
    }

    pub(crate) fn must_have(&mut self, tap: &Tap, count: u64, rule: &'static str) {
        let tap = tap.clone();
        if !self.happens(|| tap.delivered() == count) {
            let text = format!("{} elements arrived behind, of {count}", tap.delivered());
            self.findings.push((rule, tap.link(), text));
        }
    }

    pub(crate) fn must_have_ended(&mut self, tap: &Tap, rule: &'static str) {
        let tap = tap.clone();
        if !self.happens(|| tap.is_ended()) {
            let text = "the downstream was not told of the end";
            self.findings.push((rule, tap.link(), text.into()));
        }
    }

    /// On threads that are not ours, what must happen may take its time.
    pub(crate) fn happens(&self, done: impl Fn() -> bool) -> bool {
        self.world.happens(done)
    }

    /// A breach that the scenario itself has found, at the upstream.
    pub(crate) fn found(&mut self, rule: &'static str, text: impl Into<String>) {
        let link = self.upstream.as_ref().map_or(Link(0), Upstream::link);
        self.findings.push((rule, link, text.into()));
    }

    /// Ends what still lives, and lets everything go.
    pub(super) fn finish(mut self) -> Findings {
        for tap in &self.taps {
            if !tap.is_ended() && !tap.is_dropped() {
                tap.cancel();
            }
        }
        self.idle();
        if let Some(upstream) = self.upstream.take() {
            upstream.drop_subscriber();
        }
        for tap in self.taps.drain(..) {
            drop(tap.let_go());
        }
        self.world.dismantle();
        super::look_for_lost_elements(&self.world);
        std::mem::take(&mut self.findings)
    }
}
