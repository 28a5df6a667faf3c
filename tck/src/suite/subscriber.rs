use std::fmt::{self, Debug};
use std::sync::Arc;

use reactive_streams::Subscriber;

use crate::world::{AnySubscriber, Element, Execution, Given, Limits, TestError};

/// A subscriber made for one run, and the hooks by which it is driven from outside.
///
/// Without hooks, the subscriber is taken to request by itself, and what needs a hook is declined.
pub struct Subject {
    pub(crate) subscriber: Box<dyn AnySubscriber>,
    pub(crate) hooks: Hooks,
}

/// By what a subscriber is driven from outside, and what it says of itself.
#[derive(Default)]
pub(crate) struct Hooks {
    pub(crate) want: Option<Box<dyn FnMut(u64) + Send>>,
    pub(crate) lose_interest: Option<Box<dyn FnOnce() + Send>>,
    pub(crate) settle: Option<Box<dyn FnMut() + Send>>,
    pub(crate) instrumented: bool,
    pub(crate) runs_user_code: bool,
}

impl Subject {
    /// The subscriber to drive.
    pub fn new(subscriber: impl Subscriber<Element, TestError>) -> Self {
        Self { subscriber: Box::new(subscriber), hooks: Hooks::default() }
    }

    /// Makes the subscriber want this many more elements. It may request more than that, or one at a
    /// time.
    #[must_use]
    #[doc(alias = "triggerRequest")]
    pub fn on_want(mut self, want: impl FnMut(u64) + Send + 'static) -> Self {
        self.hooks.want = Some(Box::new(want));
        self
    }

    /// Makes the subscriber lose interest: drops the handle, future or stream that its user holds.
    #[must_use]
    #[doc(alias = "signalCancel")]
    pub fn on_lose_interest(mut self, lose: impl FnOnce() + Send + 'static) -> Self {
        self.hooks.lose_interest = Some(Box::new(lose));
        self
    }

    /// Called again and again while the suite waits: for subscribers that act only when polled.
    #[must_use]
    pub fn on_settle(mut self, settle: impl FnMut() + Send + 'static) -> Self {
        self.hooks.settle = Some(Box::new(settle));
        self
    }

    /// It tells [`Given::handler`] of every element and of the end: the whitebox checks run too.
    #[must_use]
    pub fn instrumented(mut self) -> Self {
        self.hooks.instrumented = true;
        self
    }

    /// Its user's code, which calls [`Handler::element`](crate::Handler::element), may panic.
    #[must_use]
    pub fn runs_user_code(mut self) -> Self {
        self.hooks.runs_user_code = true;
        self
    }
}

impl Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subject")
            .field("instrumented", &self.hooks.instrumented)
            .field("runs_user_code", &self.hooks.runs_user_code)
            .finish_non_exhaustive()
    }
}

/// A subscriber under test.
#[derive(Clone)]
pub(crate) struct SubscriberUnderTest {
    pub(crate) make: Arc<dyn Fn(&Given) -> Subject + Send + Sync>,
    pub(crate) execution: Execution,
    pub(crate) limits: Limits,
}

impl SubscriberUnderTest {
    pub(super) fn new(make: impl Fn(&Given) -> Subject + Send + Sync + 'static) -> Self {
        Self { make: Arc::new(make), execution: Execution::default(), limits: Limits::default() }
    }
}

impl Debug for SubscriberUnderTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubscriberUnderTest")
            .field("execution", &self.execution)
            .finish_non_exhaustive()
    }
}

/// Says how a subscriber runs. Without a word, it works on its caller's thread.
#[derive(Debug)]
pub struct SubscriberSpec<'a> {
    subject: &'a mut SubscriberUnderTest,
}

impl<'a> SubscriberSpec<'a> {
    pub(super) fn new(subject: &'a mut SubscriberUnderTest) -> Self {
        Self { subject }
    }

    runs_on!(subject);
}
