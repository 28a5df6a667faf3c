use std::fmt::{self, Debug};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use reactive_streams::Subscriber;

use crate::world::{AnySubscriber, Element, Execution, Given, Limits, TestError, World};

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
    /// Known once one has been made and looked at.
    abilities: Arc<OnceLock<Abilities>>,
}

/// By which hooks a subscriber can be driven, and what it tells of itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Abilities {
    pub(crate) instrumented: bool,
    pub(crate) loses_interest: bool,
    pub(crate) runs_user_code: bool,
}

impl Abilities {
    /// What is assumed of a subscriber that could not be made: then every check tells why.
    const ALL: Self = Self { instrumented: true, loses_interest: true, runs_user_code: true };
}

impl SubscriberUnderTest {
    pub(super) fn new(make: impl Fn(&Given) -> Subject + Send + Sync + 'static) -> Self {
        Self {
            make: Arc::new(make),
            execution: Execution::default(),
            limits: Limits::default(),
            abilities: Arc::default(),
        }
    }

    /// Makes one in a world of its own, the first time, to see what it can do.
    pub(crate) fn abilities(&self) -> Abilities {
        *self.abilities.get_or_init(|| {
            let world = World::new(self.execution, self.limits, 0);
            let link = world.recorder().link();
            let given = Given::new(&world, link, 0);
            let made = catch_unwind(AssertUnwindSafe(|| (self.make)(&given)));
            let abilities = made.as_ref().map_or(Abilities::ALL, |subject| Abilities {
                instrumented: subject.hooks.instrumented,
                loses_interest: subject.hooks.lose_interest.is_some(),
                runs_user_code: subject.hooks.runs_user_code,
            });
            // A panic, also of its drop, is a verdict when it is played.
            drop(catch_unwind(AssertUnwindSafe(|| drop(made))));
            world.dismantle();
            abilities
        })
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
