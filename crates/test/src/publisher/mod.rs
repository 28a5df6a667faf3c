mod assertions;
mod stage;
mod violation;

use std::fmt::{self, Debug};
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};
use reactive_streams_tck::log::Call;

use crate::oracle::{self, Moment, label};
use stage::Stage;
pub use violation::Violation;

/// The test's handle to a publisher that does what it is told, and records what it is asked for.
///
/// [`publisher`](Self::publisher) gives the other half, the one to put before operators. Clones are
/// handles to the same publisher. It serves one subscriber at a time, and another one when that is done
/// with: so `retry` and `repeat` can be tested.
///
/// ```
/// use reactive_streams::Publisher;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_test::{TestPublisher, TestSubscriber};
///
/// let source = TestPublisher::<u32, &str>::new();
/// let subscriber = TestSubscriber::with_initial_demand(2);
/// source.publisher().map(|n| n + 1).subscribe(subscriber.subscriber());
///
/// source.assert_requests([2]);
/// source.next(1);
/// source.error("broken");
/// subscriber.assert_values([2]).assert_error("broken");
/// ```
///
/// # Rules
///
/// It keeps the rules of a publisher, and refuses to break one: it panics and names the rule. To harden
/// an operator against publishers that do, ask for the [`Violation`] with
/// [`noncompliant`](Self::noncompliant).
///
/// The conformance suite's oracle watches the subscriber. When the handle is dropped (the first, not a
/// clone), what the subscriber did is judged, and [`verify`](Self::verify) also judges what it owes.
///
/// # Demand
///
/// Produces nothing by itself. An element needs demand; [`try_next`](Self::try_next) tells whether it
/// used it up. On cancel the subscriber is dropped; when the last handle is dropped, it is completed.
///
/// # Panics
///
/// Signals that a rule forbids, and assertions that do not hold. A panic of the subscriber unwinds to
/// the test; the subscriber is dropped, as one that has cancelled (§2.13).
pub struct TestPublisher<T: 'static, E: 'static> {
    owner: Arc<Owner<T, E>>,
    /// Clones do not judge: they live in closures, and are dropped in the middle of things.
    judges: bool,
}

/// All handles together.
struct Owner<T: 'static, E: 'static>(Arc<Stage<T, E>>);

impl<T: 'static, E: 'static> Clone for TestPublisher<T, E> {
    fn clone(&self) -> Self {
        Self { owner: Arc::clone(&self.owner), judges: false }
    }
}

impl<T: 'static, E: 'static> Debug for TestPublisher<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestPublisher").finish_non_exhaustive()
    }
}

impl<T, E> Default for TestPublisher<T, E>
where
    T: Debug + Send + 'static,
    E: Debug + Send + 'static,
{
    fn default() -> Self {
        Self::new()
    }
}

impl<T, E> TestPublisher<T, E>
where
    T: Debug + Send + 'static,
    E: Debug + Send + 'static,
{
    /// A publisher that keeps the rules.
    #[doc(alias = "create")]
    pub fn new() -> Self {
        Self::noncompliant([])
    }

    /// A publisher that breaks these rules when it is told to.
    ///
    /// Where an operator passes a breach on, the [`TestSubscriber`](crate::TestSubscriber) behind it has
    /// to be [`tolerating`](crate::TestSubscriber::tolerating) that rule.
    ///
    /// ```
    /// use reactive_streams::Publisher;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_test::{TestPublisher, TestSubscriber, Violation};
    ///
    /// let source = TestPublisher::<u32, ()>::noncompliant([Violation::SignalAfterCancel]);
    /// let subscriber = TestSubscriber::with_initial_demand(5);
    /// source.publisher().map(|n| n + 1).subscribe(subscriber.subscriber());
    /// subscriber.cancel();
    /// source.next(1); // late: §2.8
    /// source.assert_requests([5]).assert_cancelled();
    /// ```
    #[doc(alias = "createNoncompliant")]
    #[doc(alias = "createColdNonCompliant")]
    #[doc(alias = "unsafeSendNext")]
    pub fn noncompliant(violations: impl IntoIterator<Item = Violation>) -> Self {
        let stage = Stage::new(violations.into_iter().collect());
        Self { owner: Arc::new(Owner(Arc::new(stage))), judges: true }
    }

    /// Does not fail the test when the subscriber breaks this rule, `"2.4"` for example.
    ///
    /// # Panics
    ///
    /// When there is no such rule.
    #[must_use = "it is the same publisher"]
    pub fn tolerating(self, rule: &str) -> Self {
        self.stage().oracle.tolerate(rule);
        self
    }

    /// The publishing half.
    pub fn publisher(&self) -> Scripted<T, E> {
        Scripted(Arc::clone(&self.owner.0))
    }

    fn stage(&self) -> &Arc<Stage<T, E>> {
        &self.owner.0
    }

    /// Signals an element with `on_next`.
    ///
    /// # Panics
    ///
    /// When it was not requested (§1.1), the stream is over (§1.7, §1.8), another signal is under way
    /// (§1.3), or nobody has subscribed (§1.9).
    #[doc(alias = "sendNext")]
    #[doc(alias = "offer")]
    #[track_caller]
    pub fn next(&self, item: T) {
        self.stage().element(item, |subscriber, item| {
            subscriber.on_next(item);
            true
        });
    }

    /// Signals an element with `try_on_next`; tells whether it used up demand.
    ///
    /// # Panics
    ///
    /// As [`next`](Self::next).
    #[track_caller]
    pub fn try_next(&self, item: T) -> bool {
        self.stage().element(item, |subscriber, item| subscriber.try_on_next(item))
    }

    /// Signals all these elements, and completes.
    ///
    /// # Panics
    ///
    /// As [`next`](Self::next).
    #[track_caller]
    pub fn emit(&self, items: impl IntoIterator<Item = T>) {
        for item in items {
            self.next(item);
        }
        self.complete();
    }

    /// Signals completion; it needs no demand.
    ///
    /// # Panics
    ///
    /// As [`next`](Self::next), but for §1.1.
    #[doc(alias = "sendComplete")]
    #[track_caller]
    pub fn complete(&self) {
        self.stage().end(Call::OnComplete, Subscriber::on_complete);
    }

    /// Signals an error; it needs no demand.
    ///
    /// # Panics
    ///
    /// As [`next`](Self::next), but for §1.1.
    #[doc(alias = "sendError")]
    #[track_caller]
    pub fn error(&self, error: E) {
        let call = Call::OnError(label(&error));
        self.stage().end(call, |subscriber| subscriber.on_error(error));
    }

    /// Drops the subscriber without a terminal signal: breaks §1.4, as a publisher does that is dropped.
    ///
    /// # Panics
    ///
    /// As [`complete`](Self::complete).
    #[track_caller]
    pub fn abandon(&self) {
        self.stage().abandon();
    }

    /// Breaks §2.12: signals a second subscription, and gives what is asked of it: `cancel`, once.
    ///
    /// # Panics
    ///
    /// When [`Violation::SecondSubscription`] was not asked for, when the subscriber cancels its first
    /// subscription (§2.5), and as [`complete`](Self::complete).
    #[track_caller]
    pub fn subscribe_again(&self) -> Vec<String> {
        self.stage().subscribe_again()
    }

    /// What it was asked for, in order: `request n` and `cancel`.
    pub fn log(&self) -> Vec<String> {
        self.stage().log(oracle::wish)
    }

    /// Judges the subscriber, as nothing more will come: also for what it still owes (§2.4, §2.6).
    ///
    /// # Panics
    ///
    /// When it has broken a rule; the message has the rule and the trace.
    #[track_caller]
    pub fn verify(&self) {
        self.stage().oracle.judge(Moment::Idle);
    }
}

impl<T: 'static, E: 'static> Drop for TestPublisher<T, E> {
    fn drop(&mut self) {
        if self.judges {
            self.owner.0.oracle.judge(Moment::Midway);
        }
    }
}

impl<T: 'static, E: 'static> Drop for Owner<T, E> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// The publishing half of a [`TestPublisher`].
#[must_use = "publishers do nothing unless subscribed"]
pub struct Scripted<T, E>(Arc<Stage<T, E>>);

impl<T, E> Clone for Scripted<T, E> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T, E> Debug for Scripted<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scripted").finish_non_exhaustive()
    }
}

impl<T, E> Publisher for Scripted<T, E>
where
    T: Debug + Send + 'static,
    E: Debug + Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        self.0.connect(subscriber);
    }
}
