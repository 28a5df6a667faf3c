use crate::log::{Call, Declaration, Ending, Event, Handled, Kind, Outcome, Thing};

/// From this sum on demand may be treated as unbounded (§3.17).
const ENDLESS: u64 = i64::MAX as u64;

/// What is known of one link at one moment.
#[derive(Debug)]
pub(super) struct Flow {
    pub(super) declared: Declaration,
    pub(super) subscribed: bool,
    pub(super) greeted: bool,
    pub(super) requested: u64,
    /// A request was made from inside a signal.
    pub(super) requested_inside: bool,
    /// A request of nothing was made; only a foreign log can have one.
    pub(super) refused: bool,
    /// Elements that came, also those that used up no demand.
    pub(super) offered: u64,
    /// Elements that used up demand.
    pub(super) delivered: u64,
    /// The number of the last element of ours that came by.
    pub(super) last_number: Option<u64>,
    pub(super) terminal: Option<Call>,
    pub(super) cancelled: Option<Cancelled>,
    /// Nothing has happened since the last idle moment.
    pub(super) resting: bool,
    /// The terminal signal was before the last idle moment.
    pub(super) ended_long_ago: bool,
    /// Our own subscriber panicked on purpose.
    pub(super) hostile: bool,
    /// A closure inside the subscriber under test panicked on purpose.
    pub(super) tripped: bool,
    pub(super) lost_interest: bool,
    pub(super) wanted: u64,
    pub(super) subscriber_dropped: bool,
    pub(super) source_dropped: bool,
    pub(super) subscription_dropped: bool,
    pub(super) handled: u64,
    pub(super) handled_terminal: Option<Handled>,
}

/// A link after `cancel` was called on it.
#[derive(Debug, Default)]
pub(super) struct Cancelled {
    /// How often it was called.
    pub(super) times: u64,
    /// `request` was called afterwards.
    pub(super) requested: bool,
    /// Nothing was under way that could still arrive.
    pub(super) settled: bool,
    pub(super) signals: u64,
}

impl Flow {
    pub(super) fn new(declared: Declaration) -> Self {
        Self {
            declared,
            subscribed: false,
            greeted: false,
            requested: 0,
            requested_inside: false,
            refused: false,
            offered: 0,
            delivered: 0,
            last_number: None,
            terminal: None,
            cancelled: None,
            resting: false,
            ended_long_ago: false,
            hostile: false,
            tripped: false,
            lost_interest: false,
            wanted: 0,
            subscriber_dropped: false,
            source_dropped: false,
            subscription_dropped: false,
            handled: 0,
            handled_terminal: None,
        }
    }

    pub(super) fn is_live(&self) -> bool {
        self.greeted && self.terminal.is_none() && self.cancelled.is_none() && !self.hostile
    }

    /// The sum of demand went past what has to be counted.
    pub(super) fn overflowed(&self) -> bool {
        self.requested >= ENDLESS
    }

    /// Nothing that was asked for is missing, and the end is not near: what comes now, comes unasked.
    fn owes_nothing(&self) -> bool {
        self.resting
            && match (self.declared.length, self.declared.ending) {
                (_, Some(Ending::Never)) => true,
                (Some(length), _) => self.offered < length,
                (None, _) => false,
            }
    }

    pub(super) fn follow(&mut self, event: &Event, inside_signal: bool) {
        match &event.kind {
            Kind::Call(call) => self.begin(call, inside_signal),
            Kind::Return(Call::OnNext(_), Outcome::Declined) => {
                self.delivered = self.delivered.saturating_sub(1);
            }
            Kind::Return(call, Outcome::Hostile) if call.is_signal() => {
                self.hostile = self.declared.judged.publisher();
            }
            Kind::Elided { elements, requests } => {
                self.requested = self.requested.saturating_add(*requests);
                self.delivered = self.delivered.saturating_add(*elements);
                self.offered = self.offered.saturating_add(*elements);
            }
            Kind::Dropped(Thing::Subscriber) => self.subscriber_dropped = true,
            Kind::Dropped(Thing::Source) => self.source_dropped = true,
            Kind::Dropped(Thing::Subscription) => self.subscription_dropped = true,
            Kind::Handled(Handled::Element(_)) => self.handled += 1,
            Kind::Handled(terminal) => self.handled_terminal = Some(terminal.clone()),
            Kind::Tripped => self.tripped = true,
            _ => {}
        }
    }

    fn begin(&mut self, call: &Call, inside_signal: bool) {
        match call {
            Call::Subscribe => self.subscribed = true,
            Call::OnSubscribe => self.greeted = true,
            Call::OnNext(label) => {
                self.delivered += 1;
                self.offered += 1;
                self.last_number = number(label).or(self.last_number);
            }
            Call::OnError(_) | Call::OnComplete => {
                self.terminal.get_or_insert_with(|| call.clone());
            }
            Call::Request(count) => {
                self.requested = self.requested.saturating_add(*count);
                self.requested_inside |= inside_signal;
                self.refused |= *count == 0;
                if let Some(cancelled) = &mut self.cancelled {
                    cancelled.requested = true;
                }
            }
            Call::Cancel => {
                let settled = self.owes_nothing();
                let cancelled =
                    self.cancelled.get_or_insert(Cancelled { settled, ..Cancelled::default() });
                cancelled.times += 1;
            }
            Call::OnBurst | Call::Drop => {}
            Call::Want(count) => self.wanted = self.wanted.saturating_add(*count),
            Call::LoseInterest => {
                self.lost_interest |= self.is_live() && !self.subscriber_dropped;
            }
        }
        // The elements of a burst count, and not the burst.
        let counts = call.is_signal() && *call != Call::OnBurst;
        if let (Some(cancelled), true) = (&mut self.cancelled, counts) {
            cancelled.signals += 1;
        }
        self.resting = false;
    }

    /// An idle moment has passed.
    pub(super) fn rest(&mut self) {
        self.resting = true;
        self.ended_long_ago = self.terminal.is_some();
        if let Some(cancelled) = &mut self.cancelled {
            cancelled.settled = true;
        }
    }
}

/// The number of one of our own elements, which are written `#7`.
pub(super) fn number(label: &str) -> Option<u64> {
    label.strip_prefix('#')?.parse().ok()
}
