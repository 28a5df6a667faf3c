//! What safe Rust cannot do with our traits, or cannot show: written down, and judged by the oracle.

use reactive_streams_tck::log::{Call, Declaration, Ending, Judged, Kind, Link, Log, Outcome};

use crate::fault::Fault;

pub(crate) static FAULTS: &[Fault] = &[
    Fault::log(
        "signals_overlap_on_two_threads",
        &["1.3"],
        "an element comes while another thread still gives the one before",
        || publisher().request(2).begin(1, next(0)).call(2, next(1)).end(1, next(0)).0,
    )
    .passes_jvm(),
    Fault::log(
        "an_element_inside_an_element",
        &["1.3"],
        "on_next is called from inside on_next",
        || publisher().request(2).begin(0, next(0)).call(0, next(1)).end(0, next(0)).0,
    ),
    Fault::log(
        "completion_while_an_element_is_handled",
        &["1.3"],
        "completion comes while another thread still gives an element",
        || {
            let story = publisher().request(4).call(0, next(0)).call(0, next(1));
            story.begin(1, next(2)).call(2, Call::OnComplete).end(1, next(2)).0
        },
    ),
    Fault::log(
        "an_element_while_on_subscribe_runs",
        &["1.3"],
        "the first element comes while another thread still gives the subscription",
        || {
            let story = Story::of(Judged::Publisher).begin(0, Call::OnSubscribe).request(1);
            story.call(1, next(0)).end(0, Call::OnSubscribe).0
        },
    ),
    Fault::log(
        "a_burst_while_on_subscribe_runs",
        &["1.3"],
        "the first element comes in a burst while the same thread still gives the subscription",
        || {
            let story = Story::of(Judged::Publisher).begin(0, Call::OnSubscribe).request(1);
            let story = story.begin(0, Call::OnBurst).call(0, next(0)).end(0, Call::OnBurst);
            story.end(0, Call::OnSubscribe).0
        },
    ),
    Fault::log(
        "an_element_beside_a_burst",
        &["1.3"],
        "an element comes while another thread still gives a burst",
        || {
            let story = publisher().request(2).begin(1, Call::OnBurst).call(1, next(0));
            story.call(2, next(1)).end(1, Call::OnBurst).0
        },
    ),
    Fault::log(
        "an_element_overtakes_the_subscription",
        &["1.9", "1.1"],
        "another thread gives an element before the subscription has been handed over",
        || {
            let story = Story::of(Judged::Publisher).begin(0, Call::Subscribe).call(1, next(0));
            story.call(0, Call::OnSubscribe).end(0, Call::Subscribe).0
        },
    ),
    Fault::log(
        "an_element_after_completion",
        &["1.7", "1.2"],
        "a completed stream goes on",
        || {
            let story = publisher().request(9).call(0, next(0)).call(0, next(1)).call(0, next(2));
            story.call(0, Call::OnComplete).call(0, next(3)).0
        },
    ),
    Fault::log("an_element_after_an_error", &["1.7"], "a failed stream goes on", || {
        failing().request(9).call(0, error()).call(0, next(0)).0
    }),
    Fault::log(
        "completion_after_an_error",
        &["1.7"],
        "the JVM's example publisher: a source that fails at subscription fails, and completes",
        || failing().call(0, error()).call(0, Call::OnComplete).0,
    )
    .passes_jvm(),
    Fault::log("an_error_after_completion", &["1.7"], "a completed stream fails", || {
        publisher().all().call(0, Call::OnComplete).call(0, error()).0
    }),
    Fault::log("two_completions", &["1.7"], "a completed stream completes again", || {
        publisher().all().call(0, Call::OnComplete).call(0, Call::OnComplete).0
    }),
    Fault::log(
        "keeps_a_subscriber_that_has_completed",
        &["1.6"],
        "a publisher still holds its subscriber after completion",
        || publisher().all().call(0, Call::OnComplete).idle().0,
    )
    .passes_jvm(),
    Fault::log(
        "request_of_nothing_is_ignored",
        &["3.9"],
        "a request of zero elements is not answered",
        || publisher().request(0).idle().0,
    ),
    Fault::log(
        "request_of_nothing_is_forgiven",
        &["3.9"],
        "a request of zero elements is refused, and the stream goes on",
        || publisher().request(1).request(0).call(0, next(0)).0,
    )
    .passes_jvm(),
    Fault::log(
        "subscriber_requests_nothing",
        &["3.9"],
        "a subscriber asks for zero elements",
        || subscriber().request(0).0,
    ),
    Fault::log(
        "recursion_between_request_and_on_next",
        &["3.3", "1.3"],
        "request calls on_next, which calls request, which calls on_next",
        || {
            let story = publisher().begin(0, Call::Request(1)).begin(0, next(0));
            let story = story.begin(0, Call::Request(1)).begin(0, next(1));
            story.event(0, Kind::Stack(100_000)).0
        },
    ),
    Fault::log("request_does_not_return", &["3.16"], "request waits for ever", || {
        publisher().begin(0, Call::Request(1)).event(0, Kind::Stuck(Call::Request(1))).0
    }),
    Fault::log("subscribe_does_not_return", &["1.9"], "subscribe waits for ever", || {
        let story = Story::of(Judged::Publisher).begin(0, Call::Subscribe);
        story.event(0, Kind::Stuck(Call::Subscribe)).0
    }),
    Fault::log("on_next_does_not_return", &["2.13"], "a subscriber waits for ever", || {
        subscriber().request(1).begin(0, next(0)).event(0, Kind::Stuck(next(0))).0
    }),
    Fault::log(
        "emission_outlives_cancel_by_far",
        &["3.12", "1.8"],
        "a stream of unbounded demand does not stop for cancel",
        || {
            let story = publisher().request(u64::MAX).begin(0, Call::Request(1));
            (0..3).fold(story.call(1, Call::Cancel), |story, at| story.call(0, next(at))).0
        },
    ),
    Fault::log(
        "an_error_long_after_cancel",
        &["3.12", "1.8", "3.13"],
        "a cancelled stream fails when everything has long come to rest",
        || failing().request(1).call(0, Call::Cancel).idle().call(0, error()).0,
    ),
    Fault::log(
        "unsynchronised_requests",
        &["2.7"],
        "two threads of a pool request at the same time",
        || {
            let request = || Call::Request(1);
            subscriber()
                .begin(1, request())
                .begin(2, request())
                .end(2, request())
                .end(1, request())
                .0
        },
    )
    .passes_jvm(),
    Fault::log(
        "cancel_from_a_thread_long_after_the_end",
        &["2.4"],
        "another thread cancels a subscription that has long been dead",
        || subscriber().call(0, Call::OnComplete).idle().call(1, Call::Cancel).0,
    )
    .passes_jvm(),
    Fault::log(
        "replaces_the_error",
        &["4.2", "1.6", "2.4"],
        "a processor fails with an error of its own in the place of that of its upstream",
        || {
            let mut behind = Declaration::new(Judged::Publisher);
            behind.downstream_of = Some(Link(0));
            let story = subscriber().declare(Link(1), behind).on(Link(1), Call::OnSubscribe);
            let story = story.on(Link(0), error()).on(Link(1), Call::OnError("another".into()));
            story.idle().0
        },
    ),
];

/// A log that is being written, on its first link unless it says otherwise.
struct Story(Log);

const LINK: Link = Link(0);

/// A publisher of three elements that has given its subscription.
fn publisher() -> Story {
    Story::of(Judged::Publisher).call(0, Call::OnSubscribe)
}

/// A publisher that fails, and has given its subscription.
fn failing() -> Story {
    let declaration = Declaration::new(Judged::Publisher).stream(3, Ending::Fail);
    Story(Log::new()).declare(LINK, declaration).call(0, Call::OnSubscribe)
}

/// A subscriber that has its subscription.
fn subscriber() -> Story {
    Story::of(Judged::Subscriber).call(0, Call::OnSubscribe)
}

fn next(number: u64) -> Call {
    Call::OnNext(format!("#{number}").into())
}

fn error() -> Call {
    Call::OnError("broken".into())
}

impl Story {
    fn of(judged: Judged) -> Self {
        let mut declaration = Declaration::new(judged).stream(3, Ending::Complete);
        declaration.grace = 2;
        Self(Log::new()).declare(LINK, declaration)
    }

    fn declare(self, link: Link, declaration: Declaration) -> Self {
        Self(self.0.with(link, 0, Kind::Declared(Box::new(declaration))))
    }

    fn event(self, thread: u32, kind: Kind) -> Self {
        Self(self.0.with(LINK, thread, kind))
    }

    fn begin(self, thread: u32, call: Call) -> Self {
        self.event(thread, Kind::Call(call))
    }

    fn end(self, thread: u32, call: Call) -> Self {
        self.event(thread, Kind::Return(call, Outcome::Normal))
    }

    fn call(self, thread: u32, call: Call) -> Self {
        Self(self.0.call(LINK, thread, call))
    }

    fn on(self, link: Link, call: Call) -> Self {
        Self(self.0.call(link, 0, call))
    }

    fn request(self, count: u64) -> Self {
        self.call(0, Call::Request(count))
    }

    /// Requests and gives all elements.
    fn all(self) -> Self {
        self.request(3).call(0, next(0)).call(0, next(1)).call(0, next(2))
    }

    fn idle(self) -> Self {
        self.event(0, Kind::Idle)
    }
}
