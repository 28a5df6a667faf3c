//! What happened in a run: every signal, call and drop, in order.
//!
//! The log is the only thing that the [oracle](crate::oracle) sees. It can be recorded by the suite
//! or written by hand, and is judged in the same way.

mod recorder;
mod trace;

pub use recorder::Recorder;
pub(crate) use recorder::label;

/// How many elements may arrive after a cancel that raced with emission: a few batches of the
/// largest usual size. An emission that goes on for longer does not stop.
pub(crate) const GRACE: u64 = 4096;

/// One relation between a publisher and a subscriber. A run may have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Link(pub u16);

/// Which end of a link the verdicts are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// The publisher is under test; the subscriber is ours.
    Publisher,
    /// The subscriber is under test; the publisher is ours.
    Subscriber,
    /// Both ends are under test: a log from elsewhere.
    Both,
}

impl Judged {
    pub(crate) fn publisher(self) -> bool {
        self != Self::Subscriber
    }

    pub(crate) fn subscriber(self) -> bool {
        self != Self::Publisher
    }
}

/// How a stream ends when nobody cancels it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With `on_complete`.
    Complete,
    /// With `on_error`.
    Fail,
    /// Not at all.
    Never,
}

/// What is known of a link before anything happens on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Which end is under test.
    pub judged: Judged,
    /// How many elements the stream has; `None` where that is not known.
    pub length: Option<u64>,
    /// How it ends after them; `None` where that is not known.
    pub ending: Option<Ending>,
    /// Whether the drops of source and elements appear in the log.
    pub tracked: bool,
    /// Whether the subscriber tells what it handled ([`Kind::Handled`]).
    pub instrumented: bool,
    /// Whether the subscriber wants no more than it is made to want ([`Call::Want`]).
    pub driven: bool,
    /// The link on which this subscriber is subscribed already: this one is a second subscription.
    pub newcomer_to: Option<Link>,
    /// The upstream link of the processor whose downstream this is.
    pub downstream_of: Option<Link>,
    /// Whether that processor recovers from errors instead of passing them on (§4.2).
    pub recovers: bool,
    /// How many elements a processor may request ahead of its downstream.
    pub prefetch: Option<u64>,
    /// How many elements may still arrive after a cancel that raced with emission.
    pub grace: u64,
    /// Whether several threads of ours call request and cancel at once, against the advice of §2.7.
    pub contended: bool,
}

impl Declaration {
    /// A link of which nothing is known but the end under test.
    pub fn new(judged: Judged) -> Self {
        Self {
            judged,
            length: None,
            ending: None,
            tracked: false,
            instrumented: false,
            driven: false,
            newcomer_to: None,
            downstream_of: None,
            recovers: false,
            prefetch: None,
            grace: GRACE,
            contended: false,
        }
    }

    /// The same with a stream of `length` elements that ends with `ending`.
    #[must_use]
    pub fn stream(mut self, length: u64, ending: Ending) -> Self {
        self.length = Some(length);
        self.ending = Some(ending);
        self
    }
}

/// A call from one end to the other, or from us to a hook of the subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// `Publisher::subscribe`.
    Subscribe,
    /// `Subscriber::on_subscribe`.
    OnSubscribe,
    /// `Subscriber::on_next` or `try_on_next`, or an element taken from a burst; with the element as text.
    OnNext(Box<str>),
    /// `Subscriber::on_burst`: each element that is taken from it has an `OnNext` of its own inside.
    OnBurst,
    /// `Subscriber::on_error`, with the error as text.
    OnError(Box<str>),
    /// `Subscriber::on_complete`.
    OnComplete,
    /// `Subscription::request`; 0 stands for every amount that is not positive.
    Request(u64),
    /// `Subscription::cancel`.
    Cancel,
    /// The publisher drops its subscriber.
    Drop,
    /// We asked the subscriber under test to want this many more elements.
    Want(u64),
    /// We made the subscriber under test lose interest.
    LoseInterest,
}

impl Call {
    pub(crate) fn is_terminal(&self) -> bool {
        matches!(self, Self::OnError(_) | Self::OnComplete)
    }

    pub(crate) fn is_signal(&self) -> bool {
        matches!(self, Self::OnSubscribe | Self::OnNext(_) | Self::OnBurst) || self.is_terminal()
    }

    pub(crate) fn is_to_subscription(&self) -> bool {
        matches!(self, Self::Request(_) | Self::Cancel)
    }

    pub(crate) fn is_stimulus(&self) -> bool {
        matches!(self, Self::Want(_) | Self::LoseInterest)
    }
}

/// How a call came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As it should.
    Normal,
    /// `try_on_next` or `Burst::unused` said that the element did not use up demand.
    Declined,
    /// It unwound with this message.
    Panicked(Box<str>),
    /// It unwound because our own subscriber panicked on purpose.
    Hostile,
}

/// A thing whose drop is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// The subscriber, with all that it owns.
    Subscriber,
    /// Where the publisher takes its elements from.
    Source,
    /// The last handle of the subscription.
    Subscription,
    /// An element.
    Element,
}

/// What a subscriber under test says that it handled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handled {
    /// An element.
    Element(Box<str>),
    /// The end.
    Completed,
    /// The error.
    Failed(Box<str>),
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The link begins to exist.
    Declared(Box<Declaration>),
    /// A call began.
    Call(Call),
    /// The innermost open call of this thread came back.
    Return(Call, Outcome),
    /// A call did not come back although it had every chance to.
    Stuck(Call),
    /// Something was dropped.
    Dropped(Thing),
    /// Something is still there although nobody has a reason to keep it; how many of it.
    Leaked(Thing, u64),
    /// The subscriber under test handled this.
    Handled(Handled),
    /// A closure of the user of the subscriber under test panicked inside it, on purpose.
    Tripped,
    /// `Burst::unused` was called, and no element had been taken of which it could speak.
    Unused,
    /// The stack had grown by this many bytes since the call that started the emission.
    Stack(usize),
    /// Elements, and requests made from inside them, that were too many to list.
    Elided {
        /// How many elements came.
        elements: u64,
        /// How many more were requested, one at a time.
        requests: u64,
    },
    /// This many milliseconds passed inside the call.
    Slow(Call, u64),
    /// Nothing more will happen until somebody calls again.
    Idle,
    /// A remark for the reader of the trace.
    Note(Box<str>),
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The relation in which it happened.
    pub link: Link,
    /// The thread on which it happened, counted from 0 in order of appearance.
    pub thread: u32,
    /// What happened.
    pub kind: Kind,
}

/// Everything that happened in a run, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// The events; the index is the logical time.
    pub events: Vec<Event>,
}

impl Log {
    /// An empty log, to be filled with [`with`](Log::with).
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends an event: for logs that are written by hand.
    #[must_use]
    pub fn with(mut self, link: Link, thread: u32, kind: Kind) -> Self {
        self.events.push(Event { link, thread, kind });
        self
    }

    /// Appends a call that comes back at once.
    #[must_use]
    pub fn call(self, link: Link, thread: u32, call: Call) -> Self {
        self.with(link, thread, Kind::Call(call.clone())).with(
            link,
            thread,
            Kind::Return(call, Outcome::Normal),
        )
    }
}
