use super::Findings;
use crate::log::{Call, Declaration, Judged, Link};
use crate::suite::{Hooks, Subject, SubscriberUnderTest};
use crate::world::{Execution, Given, Reaction, Upstream, World};

/// From where a scenario looks at a subscriber.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// From outside only.
    Blackbox,
    /// Also through what the subscriber says that it handled.
    Whitebox,
}

/// How many elements our publisher has, unless a scenario says otherwise.
const LENGTH: u64 = 1000;

/// A run of a scenario against a subscriber: makes it, drives it, and clears up.
pub(crate) struct SubscriberRun<'a> {
    pub(crate) world: World,
    maker: &'a SubscriberUnderTest,
    hooks: Option<Hooks>,
    upstream: Option<Upstream>,
    findings: Findings,
}

impl<'a> SubscriberRun<'a> {
    pub(super) fn new(world: World, maker: &'a SubscriberUnderTest) -> Self {
        Self { world, maker, hooks: None, upstream: None, findings: Findings::new() }
    }

    /// Makes the subscriber and gives it a subscription of a publisher that waits.
    pub(crate) fn start(&mut self, view: View) -> Upstream {
        self.start_with(view, Reaction::Wait, LENGTH)
    }

    pub(crate) fn start_with(&mut self, view: View, reaction: Reaction, length: u64) -> Upstream {
        let upstream = self.prepare(view, reaction, length);
        upstream.greet();
        self.idle();
        upstream
    }

    /// Makes the subscriber, and leaves it without a subscription.
    pub(crate) fn prepare(&mut self, view: View, reaction: Reaction, length: u64) -> Upstream {
        let link = self.world.recorder().link();
        let Subject { subscriber, mut hooks } =
            (self.maker.make)(&Given::new(&self.world, link, length));
        let mut declaration = Declaration::new(Judged::Subscriber);
        declaration.instrumented = view == View::Whitebox;
        declaration.driven = hooks.want.is_some();
        declaration.contended = self.maker.execution == Execution::Foreign;
        if let Some(settle) = hooks.settle.take() {
            self.world.poll(settle);
        }
        let upstream = Upstream::new(&self.world, link, declaration, reaction, length, subscriber);
        self.hooks = Some(hooks);
        self.upstream = Some(upstream.clone());
        upstream
    }

    fn link(&self) -> Link {
        self.upstream.as_ref().map_or(Link(0), Upstream::link)
    }

    pub(crate) fn idle(&self) {
        self.world.idle();
    }

    /// Makes the subscriber want `count` more; one that requests by itself wants them anyway.
    pub(crate) fn want(&mut self, count: u64) {
        let link = self.link();
        let want = self.hooks.as_mut().and_then(|hooks| hooks.want.as_mut());
        let called = self.world.recorder().calling(link, Call::Want(count), || {
            if let Some(want) = want {
                want(count);
            }
        });
        drop(called); // a panic is in the log
    }

    /// Makes the subscriber lose interest, where there is a way to do that.
    pub(crate) fn lose_interest(&mut self) {
        let link = self.link();
        let lose = self.hooks.as_mut().and_then(|hooks| hooks.lose_interest.take());
        if let Some(lose) = lose {
            drop(self.world.recorder().calling(link, Call::LoseInterest, lose));
        }
    }

    /// Sends up to `most` of the elements that were requested, waiting after each or after each burst.
    pub(crate) fn send(&self, upstream: &Upstream, most: u64) {
        upstream.send_requested(most, || self.idle());
    }

    /// A breach that the scenario itself has found.
    pub(crate) fn found(&mut self, rule: &'static str, text: impl Into<String>) {
        self.findings.push((rule, self.link(), text.into()));
    }

    /// Ends what still lives, lets everything go, and looks for what is left.
    pub(super) fn finish(mut self) -> Findings {
        if let Some(upstream) = self.upstream.take() {
            if upstream.is_cancelled() {
                upstream.drop_subscriber();
            } else {
                upstream.complete();
            }
            self.idle();
        }
        self.lose_interest(); // what nobody wanted may still wait inside, and the end behind it
        self.idle();
        self.hooks = None;
        self.world.dismantle();
        super::look_for_lost_elements(&self.world);
        std::mem::take(&mut self.findings)
    }
}
