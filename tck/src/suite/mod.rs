//! What is under test, and what it says that it can do.

/// The methods by which each of the specs says on which threads its subject runs; where it says so.
macro_rules! runs_on {
    ($($($place:ident).+),+) => {
        /// It runs on the workers of [`Given::scheduler`].
        pub fn scheduled(self) -> Self {
            $(self.$($place).+.execution = Execution::Scheduled;)+
            self
        }

        /// It runs on threads of its own.
        pub fn foreign(self) -> Self {
            $(self.$($place).+.execution = Execution::Foreign;)+
            self
        }

        /// How long to wait for it, instead of the default.
        pub fn limits(self, limits: Limits) -> Self {
            $(self.$($place).+.limits = limits;)+
            self
        }
    };
}

mod processor;
mod publisher;
mod subscriber;

use std::fmt::Debug;

use reactive_streams::{Processor, Publisher};

use crate::world::{Element, Execution, Given, TestError};
pub use processor::ProcessorSpec;
pub(crate) use processor::{ProcessorUnderTest, downstream_of};
pub(crate) use publisher::{Connect, Factory, Made, PublisherUnderTest};
pub use publisher::{PublisherSpec, Sharing};
pub(crate) use subscriber::{Abilities, Hooks, SubscriberUnderTest};
pub use subscriber::{Subject, SubscriberSpec};

/// What kind of thing is under test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A publisher.
    Publisher,
    /// A subscriber.
    Subscriber,
    /// A processor.
    Processor,
}

impl Role {
    /// The word for it in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Publisher => "publisher",
            Self::Subscriber => "subscriber",
            Self::Processor => "processor",
        }
    }
}

/// The implementations to check.
#[derive(Debug, Default)]
pub struct Suite {
    implementations: Vec<Implementation>,
}

#[derive(Debug)]
pub(crate) struct Implementation {
    pub(crate) name: String,
    pub(crate) subject: UnderTest,
}

#[derive(Debug)]
pub(crate) enum UnderTest {
    Publisher(PublisherUnderTest),
    Subscriber(SubscriberUnderTest),
    Processor(ProcessorUnderTest),
}

impl UnderTest {
    pub(crate) fn role(&self) -> Role {
        match self {
            Self::Publisher(_) => Role::Publisher,
            Self::Subscriber(_) => Role::Subscriber,
            Self::Processor(_) => Role::Processor,
        }
    }

    pub(crate) fn execution(&self) -> Execution {
        match self {
            Self::Publisher(publisher) => publisher.execution,
            Self::Subscriber(subscriber) => subscriber.execution,
            Self::Processor(both) => both.publisher.execution,
        }
    }
}

impl Suite {
    /// A suite with nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// What everything in it is called.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.implementations.iter().map(|it| it.name.as_str())
    }

    pub(crate) fn implementations(&self) -> &[Implementation] {
        &self.implementations
    }

    /// Adds a publisher. `make` is called for every run and gives a publisher of
    /// [`Given::len`] elements that then completes; what it cannot do, say on the returned
    /// [`PublisherSpec`].
    ///
    /// # Panics
    ///
    /// When the name is taken: a verdict has to say what it is about.
    pub fn publisher<F, P>(&mut self, name: &str, make: F) -> PublisherSpec<'_, F>
    where
        F: Fn(&Given) -> P + Send + Sync + 'static,
        P: Publisher<Item: Debug, Error: Debug>,
    {
        let (subject, make) = PublisherUnderTest::new(make);
        match self.add(name, UnderTest::Publisher(subject)) {
            UnderTest::Publisher(subject) => PublisherSpec::new(subject, make),
            _ => unreachable!("a publisher was just added"),
        }
    }

    /// Adds a subscriber. `make` is called for every run, and once before to see what it can do.
    ///
    /// # Panics
    ///
    /// When the name is taken.
    pub fn subscriber<F>(&mut self, name: &str, make: F) -> SubscriberSpec<'_>
    where
        F: Fn(&Given) -> Subject + Send + Sync + 'static,
    {
        match self.add(name, UnderTest::Subscriber(SubscriberUnderTest::new(make))) {
            UnderTest::Subscriber(subject) => SubscriberSpec::new(subject),
            _ => unreachable!("a subscriber was just added"),
        }
    }

    /// Adds a processor that passes every element on. `make` is called for every run; the suite
    /// connects both ends.
    ///
    /// # Panics
    ///
    /// When the name is taken.
    pub fn processor<F, P>(&mut self, name: &str, make: F) -> ProcessorSpec<'_, F>
    where
        F: Fn(&Given) -> P + Send + Sync + 'static,
        P: Processor<Element, TestError>,
        P::Publisher: Publisher<Item: Debug, Error: Debug>,
    {
        let (subject, make) = ProcessorUnderTest::new(make);
        match self.add(name, UnderTest::Processor(subject)) {
            UnderTest::Processor(subject) => ProcessorSpec::new(subject, make),
            _ => unreachable!("a processor was just added"),
        }
    }

    fn add(&mut self, name: &str, subject: UnderTest) -> &mut UnderTest {
        let taken = self.implementations.iter().any(|known| known.name == name);
        assert!(!taken, "there is already an implementation named {name:?}: choose another name");
        let implementation = Implementation { name: name.to_owned(), subject };
        self.implementations.push(implementation);
        let last = self.implementations.len() - 1;
        &mut self.implementations[last].subject
    }
}
