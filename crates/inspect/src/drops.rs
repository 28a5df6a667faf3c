//! What was left out in a stage.

use reactive_streams_operators::operator::{DropCounter, Reason};

type Counts = [(Reason, u64); Reason::ALL.len()];

/// The counters of a stage's subscriptions, each once: some share one.
#[derive(Default)]
pub(crate) struct DropLedger {
    shares: Vec<Share>,
    /// What was counted by those that are gone.
    over: Option<Counts>,
}

/// A counter, as long as there is a subscription that has it.
struct Share {
    counter: DropCounter,
    members: usize,
    /// What it showed in the beginning.
    before: Counts,
    /// How many drops do not count for the depth, because their subscriptions are over.
    settled: u64,
}

impl Share {
    fn counts(&self) -> Counts {
        let mut counts = self.counter.counts();
        for ((_, count), (_, before)) in counts.iter_mut().zip(self.before) {
            *count = count.saturating_sub(before);
        }
        counts
    }

    fn unsettled(&self) -> u64 {
        let total: u64 = self.counts().iter().map(|(_, count)| count).sum();
        total.saturating_sub(self.settled)
    }
}

impl DropLedger {
    pub(crate) fn join(&mut self, counter: &DropCounter) {
        if let Some(share) = self.share(counter) {
            share.members += 1;
            return;
        }
        let (counter, before) = (counter.clone(), counter.counts());
        self.shares.push(Share { counter, members: 1, before, settled: 0 });
    }

    /// A subscription is over, of which `missing` elements have come in and not gone out; `all` is that of
    /// all that have this counter. Its part of what was left out need not be looked for any more.
    pub(crate) fn leave(&mut self, counter: &DropCounter, missing: u64, all: u64) {
        let Some(share) = self.share(counter) else { return };
        share.members -= 1;
        // Nobody knows whose they were, but those who miss more have lost more.
        let part = u128::from(share.unsettled()) * u128::from(missing);
        share.settled += part.checked_div(u128::from(all)).map_or(0, |part| part as u64);
        if share.members == 0 {
            let counts = share.counts();
            self.shares.retain(|share| share.members > 0);
            self.over = Some(sum(self.over, counts));
        }
    }

    fn share(&mut self, counter: &DropCounter) -> Option<&mut Share> {
        self.shares.iter_mut().find(|share| share.counter.is_clone_of(counter))
    }

    /// How many were left out in all, by reason; `None` if nobody has counted.
    pub(crate) fn counts(&self) -> Option<Counts> {
        self.shares.iter().map(Share::counts).fold(self.over, |all, counts| Some(sum(all, counts)))
    }

    /// How many were left out of what has come into the subscriptions that are alive.
    pub(crate) fn of_live(&self) -> u64 {
        self.shares.iter().map(Share::unsettled).sum()
    }
}

fn sum(all: Option<Counts>, mut counts: Counts) -> Counts {
    for ((_, count), (_, before)) in
        counts.iter_mut().zip(all.unwrap_or(Reason::ALL.map(|it| (it, 0))))
    {
        *count += before;
    }
    counts
}
