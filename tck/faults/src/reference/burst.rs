use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;

use reactive_streams::Burst;
use reactive_streams_tck::{Element, Elements};

use super::publisher::{Flow, Parts};

/// How a publisher hands over bursts. A fault replaces one of these.
#[derive(Clone, Copy)]
pub(crate) struct Hooks {
    pub(crate) next: fn(&mut Lent<'_>) -> Option<Element>,
    pub(crate) unused: fn(&mut Lent<'_>),
    /// The subscriber has not taken all of a burst; gives back what is needed for more.
    pub(crate) left: fn(&Arc<Flow>, Parts) -> Option<Parts>,
}

/// The hooks of a publisher that keeps all rules.
pub(crate) const CORRECT: Hooks = Hooks {
    next: |lent| lent.take_requested(),
    unused: |lent| lent.give_back(),
    left: |flow, mut parts| {
        flow.deliver(&mut parts);
        Some(parts)
    },
};

/// A burst in the hands of the subscriber.
pub(crate) struct Lent<'a> {
    pub(crate) flow: &'a Arc<Flow>,
    source: &'a mut Elements,
    hooks: Hooks,
    /// Whether it has said that there is no more.
    pub(crate) is_over: bool,
}

impl Lent<'_> {
    pub(crate) fn take(&mut self) -> Option<Element> {
        let next = self.source.next()?;
        self.flow.delivered.fetch_add(1, SeqCst);
        Some(next)
    }

    pub(crate) fn take_requested(&mut self) -> Option<Element> {
        if self.flow.outstanding() == 0 || self.flow.is_cancelled() {
            return None;
        }
        self.take()
    }

    pub(crate) fn give_back(&mut self) {
        self.flow.delivered.fetch_sub(1, SeqCst);
    }
}

impl Burst<Element> for Lent<'_> {
    fn next(&mut self) -> Option<Element> {
        let next = (self.hooks.next)(self);
        self.is_over |= next.is_none();
        next
    }

    fn unused(&mut self) {
        (self.hooks.unused)(self);
    }
}

/// Emits what is requested, in bursts as long as the subscriber takes them.
pub(crate) fn emit(flow: &Arc<Flow>, mut parts: Parts, hooks: Hooks) -> Option<Parts> {
    while is_due(flow, &parts) {
        lend(flow, &mut parts, hooks);
        if is_due(flow, &parts) {
            parts = (hooks.left)(flow, parts)?;
        }
    }
    flow.emit(parts)
}

fn is_due(flow: &Flow, parts: &Parts) -> bool {
    flow.outstanding() > 0 && !flow.is_cancelled() && !parts.is_exhausted()
}

/// Hands over one burst.
pub(crate) fn lend(flow: &Arc<Flow>, parts: &mut Parts, hooks: Hooks) {
    let Parts { subscriber, source } = parts;
    subscriber.on_burst(&mut Lent { flow, source, hooks, is_over: false });
}
