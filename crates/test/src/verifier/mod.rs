mod run;
mod timeline;

use std::fmt::{self, Debug};
use std::panic::Location;
use std::time::Duration;

use reactive_streams::Publisher;

use crate::VirtualTime;
use crate::subscriber::{End, Recording, Signal};
use run::Run;

/// A script of what a publisher is expected to do, which is verified step by step.
///
/// The script ends with one of [`expect_complete`](Self::expect_complete),
/// [`expect_error`](Self::expect_error) and its relatives, [`expect_timeout`](Self::expect_timeout),
/// [`then_cancel`](Self::then_cancel); what they give is run with [`Verification::verify`].
///
/// ```
/// use reactive_streams_operators::{prelude::*, range};
/// use reactive_streams_test::StepVerifier;
///
/// StepVerifier::create(range(1..9).filter(|n| n % 2 == 0))
///     .expect_next(2)
///     .expect_next_matches(|n| *n > 3)
///     .expect_next_count(2)
///     .verify_complete();
/// ```
///
/// With virtual time an hour takes none:
///
/// ```
/// use std::num::NonZeroUsize;
/// use std::time::Duration;
/// use reactive_streams_operators::{prelude::*, range};
/// use reactive_streams_test::StepVerifier;
///
/// let one = NonZeroUsize::MIN;
/// StepVerifier::with_virtual_time(|scheduler| range(0..2).publish_on(scheduler, one))
///     .with_initial_demand(1)
///     .expect_next(0)
///     .expect_no_event_for(Duration::from_secs(3600))
///     .then_request(1)
///     .expect_next(1)
///     .verify_complete();
/// ```
///
/// # Demand
///
/// Unbounded, unless [`with_initial_demand`](Self::with_initial_demand) says otherwise; then
/// [`then_request`](Self::then_request) requests.
///
/// # Rules
///
/// The conformance suite's oracle watches the publisher. A rule that it has broken when the script is
/// through fails the test, though every step was as expected.
///
/// # Panics
///
/// `verify` panics where the publisher did something else, with the steps, what came at each, and the
/// place of the one that failed. The publisher is cancelled first.
#[must_use = "nothing is verified without an end and `verify`"]
pub struct StepVerifier<T, E> {
    initial: u64,
    tolerated: Vec<String>,
    subscribe: Box<dyn FnOnce(Recording<T, E>)>,
    clock: Option<VirtualTime>,
    steps: Vec<Step<T, E>>,
}

/// A script with its end, ready to be run.
#[must_use = "nothing is verified without `verify`"]
pub struct Verification<T, E>(StepVerifier<T, E>);

/// One line of the script.
struct Step<T, E> {
    text: String,
    at: &'static Location<'static>,
    act: Box<Act<T, E>>,
}

/// Does a step; tells whether it went as expected.
type Act<T, E> = dyn FnOnce(&mut Run<T, E>) -> bool;

impl<T, E> Debug for StepVerifier<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps = self.steps.iter().map(|step| &step.text);
        f.debug_list().entries(steps).finish()
    }
}

impl<T, E> Debug for Verification<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T, E> StepVerifier<T, E>
where
    T: Debug + Send + 'static,
    E: Debug + Send + 'static,
{
    /// Begins a script for `publisher`, which is subscribed when the script is run.
    #[doc(alias = "test")]
    pub fn create<P>(publisher: P) -> Self
    where
        P: Publisher<Item = T, Error = E>,
    {
        Self {
            initial: u64::MAX,
            tolerated: Vec::new(),
            subscribe: Box::new(|subscriber| publisher.subscribe(subscriber)),
            clock: None,
            steps: Vec::new(),
        }
    }

    /// Begins a script for the publisher that `make` makes with a scheduler on virtual time.
    ///
    /// Whenever the script waits, what is ready is run; the clock moves with
    /// [`then_advance`](Self::then_advance) and [`expect_no_event_for`](Self::expect_no_event_for).
    #[doc(alias = "withVirtualTime")]
    #[doc(alias = "getOrSet")]
    #[doc(alias = "triggerActions")]
    pub fn with_virtual_time<P>(make: impl FnOnce(&VirtualTime) -> P) -> Self
    where
        P: Publisher<Item = T, Error = E>,
    {
        let clock = VirtualTime::new(0);
        let script = Self::create(make(&clock));
        Self { clock: Some(clock), ..script }
    }

    /// Requests `count` elements in `on_subscribe`, and not an unbounded number.
    pub fn with_initial_demand(self, count: u64) -> Self {
        Self { initial: count, ..self }
    }

    /// Does not fail when the publisher breaks this rule, `"1.4"` for example: it is provoked.
    ///
    /// # Panics
    ///
    /// When it is run, if there is no such rule.
    pub fn tolerating(mut self, rule: &str) -> Self {
        self.tolerated.push(rule.to_owned());
        self
    }

    #[track_caller]
    fn step(
        mut self,
        text: impl Into<String>,
        act: impl FnOnce(&mut Run<T, E>) -> bool + 'static,
    ) -> Self {
        let step = Step { text: text.into(), at: Location::caller(), act: Box::new(act) };
        self.steps.push(step);
        self
    }

    /// Expects this element next.
    #[doc(alias = "expectNext")]
    #[track_caller]
    pub fn expect_next(self, expected: T) -> Self
    where
        T: PartialEq,
    {
        self.step(format!("next {expected:?}"), move |run| run.element(|item| *item == expected))
    }

    /// Expects these elements, one after another.
    #[doc(alias = "expectNextSequence")]
    #[track_caller]
    pub fn expect_next_sequence(self, expected: impl IntoIterator<Item = T>) -> Self
    where
        T: PartialEq,
    {
        let expected: Vec<T> = expected.into_iter().collect();
        self.step(format!("next {expected:?}"), move |run| {
            expected.iter().all(|expected| run.element(|item| item == expected))
        })
    }

    /// Expects these elements, in any order.
    #[doc(alias = "expectNextUnordered")]
    #[track_caller]
    pub fn expect_next_unordered(self, expected: impl IntoIterator<Item = T>) -> Self
    where
        T: PartialEq,
    {
        let mut expected: Vec<T> = expected.into_iter().collect();
        self.step(format!("in any order {expected:?}"), move |run| {
            (0..expected.len()).all(|_| {
                run.element(|item| {
                    let place = expected.iter().position(|expected| item == expected);
                    place.map(|place| expected.swap_remove(place)).is_some()
                })
            })
        })
    }

    /// Expects so many elements, whatever they are.
    #[doc(alias = "expectNextCount")]
    #[doc(alias = "expectNextN")]
    #[track_caller]
    pub fn expect_next_count(self, count: usize) -> Self {
        self.step(format!("{count} elements"), move |run| (0..count).all(|_| run.element(|_| true)))
    }

    /// Expects an element for which `matches` is true.
    #[doc(alias = "expectNextMatches")]
    #[doc(alias = "expectNextPF")]
    #[track_caller]
    pub fn expect_next_matches(self, matches: impl FnOnce(&T) -> bool + 'static) -> Self {
        self.step("next that matches", |run| run.element(matches))
    }

    /// Expects an element, and gives it to `check`, which panics if it is not right.
    #[doc(alias = "assertNext")]
    #[doc(alias = "consumeNextWith")]
    #[track_caller]
    pub fn assert_next(self, check: impl FnOnce(&T) + 'static) -> Self {
        self.step("next that is checked", |run| {
            run.element(|item| {
                check(item);
                true
            })
        })
    }

    /// Takes elements as long as `matches` is true for them: none, or many.
    #[doc(alias = "thenConsumeWhile")]
    #[track_caller]
    pub fn consume_while(self, mut matches: impl FnMut(&T) -> bool + 'static) -> Self {
        self.step("consume while it matches", move |run| {
            while run.element_if(&mut matches) {}
            true
        })
    }

    /// Records the elements of the steps from here on, for
    /// [`consume_recorded_with`](Self::consume_recorded_with).
    #[doc(alias = "recordWith")]
    #[track_caller]
    pub fn record(self) -> Self {
        self.step("record", |run| {
            run.recorded = Some(Vec::new());
            true
        })
    }

    /// Gives what was recorded to `check`, which panics if it is not right, and ends the recording.
    #[doc(alias = "consumeRecordedWith")]
    #[doc(alias = "expectRecordedMatches")]
    #[track_caller]
    pub fn consume_recorded_with(self, check: impl FnOnce(Vec<T>) + 'static) -> Self {
        self.step("check what was recorded", |run| {
            let recorded = run.recorded.take();
            run.note_if(recorded.is_none(), "there was no `record` before");
            recorded.map(check).is_some()
        })
    }

    /// Expects that there is no signal by now; where threads are at work, "now" is a matter of luck.
    #[doc(alias = "expectNoMessage")]
    #[track_caller]
    pub fn expect_no_event(self) -> Self {
        self.step("no event", |run| run.is_silent())
    }

    /// Expects that there is no signal for so long: on the virtual clock, or else on the real one.
    #[doc(alias = "expectNoEvent")]
    #[track_caller]
    pub fn expect_no_event_for(self, time: Duration) -> Self {
        self.step(format!("no event for {time:?}"), move |run| {
            run.pass(time);
            run.is_silent()
        })
    }

    /// Requests `count` more elements.
    ///
    /// # Panics
    ///
    /// When it is run with a `count` of 0 (§3.9), or before there is a subscription (§1.9).
    #[doc(alias = "thenRequest")]
    #[track_caller]
    pub fn then_request(self, count: u64) -> Self {
        self.step(format!("request {count}"), move |run| {
            run.subscriber.request(count);
            true
        })
    }

    /// Does something in between: signals with a [`TestPublisher`](crate::TestPublisher), say.
    #[track_caller]
    pub fn then(self, act: impl FnOnce() + 'static) -> Self {
        self.step("do something", |_| {
            act();
            true
        })
    }

    /// Moves the virtual clock on; what becomes due on the way is run.
    ///
    /// # Panics
    ///
    /// When the script was not begun with [`with_virtual_time`](Self::with_virtual_time).
    #[doc(alias = "thenAwait")]
    #[doc(alias = "advanceTimeBy")]
    #[doc(alias = "advanceTimeTo")]
    #[track_caller]
    pub fn then_advance(self, time: Duration) -> Self {
        assert!(self.clock.is_some(), "only a script `with_virtual_time` has a clock to advance");
        self.step(format!("advance {time:?}"), move |run| {
            run.pass(time);
            true
        })
    }

    /// Expects completion.
    #[doc(alias = "expectComplete")]
    #[track_caller]
    pub fn expect_complete(self) -> Verification<T, E> {
        Verification(self.step("complete", |run| run.end(|end| matches!(end, End::Complete))))
    }

    /// Expects an error, whatever it is.
    #[doc(alias = "expectError")]
    #[track_caller]
    pub fn expect_error(self) -> Verification<T, E> {
        Verification(self.step("error", |run| run.end(|end| matches!(end, End::Error(_)))))
    }

    /// Expects this error.
    #[doc(alias = "expectErrorMessage")]
    #[track_caller]
    pub fn expect_error_eq(self, expected: E) -> Verification<T, E>
    where
        E: PartialEq,
    {
        let text = format!("error {expected:?}");
        Verification(self.step(text, move |run| {
            run.end(|end| matches!(end, End::Error(error) if *error == expected))
        }))
    }

    /// Expects an error for which `matches` is true.
    #[doc(alias = "expectErrorMatches")]
    #[doc(alias = "expectErrorSatisfies")]
    #[track_caller]
    pub fn expect_error_matches(
        self,
        matches: impl FnOnce(&E) -> bool + 'static,
    ) -> Verification<T, E> {
        Verification(self.step("error that matches", |run| {
            run.end(|end| matches!(end, End::Error(error) if matches(error)))
        }))
    }

    /// Expects that the stream is not over after so long, on the virtual clock or else the real one;
    /// elements may come meanwhile. Then cancels.
    #[doc(alias = "expectTimeout")]
    #[track_caller]
    pub fn expect_timeout(self, time: Duration) -> Verification<T, E> {
        Verification(self.step(format!("no end for {time:?}"), move |run| run.goes_on(time)))
    }

    /// Cancels; what comes after the steps before does not matter.
    #[doc(alias = "thenCancel")]
    #[track_caller]
    pub fn then_cancel(self) -> Verification<T, E> {
        Verification(self.step("cancel", Run::cancel))
    }

    /// [`expect_complete`](Self::expect_complete), then [`verify`](Verification::verify).
    #[doc(alias = "verifyComplete")]
    #[track_caller]
    pub fn verify_complete(self) {
        self.expect_complete().verify();
    }

    /// [`expect_error`](Self::expect_error), then [`verify`](Verification::verify).
    #[doc(alias = "verifyError")]
    #[track_caller]
    pub fn verify_error(self) {
        self.expect_error().verify();
    }
}

impl<T, E> Verification<T, E>
where
    T: Debug + Send + 'static,
    E: Debug + Send + 'static,
{
    /// Subscribes and goes through the script, for publishers that are synchronous or on virtual time:
    /// what has not come when nothing is left to run, does not come.
    ///
    /// # Panics
    ///
    /// When a step does not go as expected, or the publisher has broken a rule.
    #[track_caller]
    pub fn verify(self) {
        self.0.run(None);
    }

    /// As [`verify`](Self::verify), for publishers on threads: waits for what is expected, all in all
    /// not longer than `timeout`.
    ///
    /// # Panics
    ///
    /// As [`verify`](Self::verify), and when time is up.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use std::time::Duration;
    /// use reactive_streams_operators::{prelude::*, range, scheduler::ThreadScheduler};
    /// use reactive_streams_test::StepVerifier;
    ///
    /// let thread = ThreadScheduler::new("worker");
    /// StepVerifier::create(range(0..9).publish_on(&thread, NonZeroUsize::MIN))
    ///     .expect_next_sequence(0..9)
    ///     .expect_complete()
    ///     .verify_timeout(Duration::from_secs(10));
    /// ```
    #[doc(alias = "verifyTimeout")]
    #[track_caller]
    pub fn verify_timeout(self, timeout: Duration) {
        self.0.run(Some(timeout));
    }
}
