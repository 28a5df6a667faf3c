//! A check: a scenario with a name, the rules that it is about, and what it needs.

use crate::log::Ending;
use crate::oracle::Remark;
use crate::run::{ProcessorRun, PublisherRun, SubscriberRun};
use crate::suite::{Abilities, PublisherUnderTest, Role, UnderTest};

/// What a scenario needs of its subject.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Need {
    /// At least so many elements.
    Elements(u64),
    /// That it completes.
    Completion,
    /// That it gives elements, or comes to an end.
    Signals,
    /// That it can be made to fail before any element.
    FailsAtOnce,
    /// That it can be made to fail after some elements.
    FailsMidway,
    /// That it serves several subscribers.
    Many,
    /// That it tells what it handles.
    Instrumented,
    /// That it can be made to lose interest.
    LoseInterest,
    /// That code of its user runs in it.
    UserCode,
}

impl Need {
    /// Why this subject does not have it, if it does not.
    pub(crate) fn missing(self, subject: &UnderTest) -> Option<String> {
        match subject {
            UnderTest::Publisher(publisher) => self.missing_behind(publisher),
            UnderTest::Subscriber(subscriber) => self.missing_before(subscriber.abilities()),
            UnderTest::Processor(both) => self
                .missing_behind(&both.publisher)
                .or_else(|| self.missing_before(both.subscriber.abilities())),
        }
    }

    /// What is asked of a publisher.
    fn missing_behind(self, subject: &PublisherUnderTest) -> Option<String> {
        let text = match self {
            Self::Elements(count) if subject.most < count => {
                let most = subject.most;
                return Some(format!("it gives at most {most} elements, and this needs {count}"));
            }
            Self::Completion if subject.ending != Ending::Complete => "it does not complete",
            Self::Signals if subject.most == 0 && subject.ending == Ending::Never => {
                "it never signals anything"
            }
            Self::FailsAtOnce if subject.fails_at_once.is_none() => {
                "it cannot be made to fail at once"
            }
            Self::FailsMidway if subject.fails_midway.is_none() => {
                "it cannot be made to fail in mid-stream"
            }
            Self::Many if subject.many.is_none() => "it serves one subscriber",
            _ => return None,
        };
        Some(text.into())
    }

    /// What is asked of a subscriber.
    fn missing_before(self, abilities: Abilities) -> Option<String> {
        let text = match self {
            Self::Instrumented if !abilities.instrumented => "it does not tell what it handles",
            Self::LoseInterest if !abilities.loses_interest => {
                "there is no way to make it lose interest"
            }
            Self::UserCode if !abilities.runs_user_code => "no code of its user runs in it",
            _ => return None,
        };
        Some(text.into())
    }
}

/// One step of a random script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Request(u64),
    /// Requests from inside the next element.
    RequestInside(u64),
    Cancel,
    /// Cancels from inside the next element.
    CancelInside,
    Idle,
}

/// How a check comes to its verdict.
#[derive(Clone, Copy)]
pub(crate) enum How {
    Publisher(fn(&mut PublisherRun<'_>)),
    /// A script that the seed writes, and that shrinks when it fails.
    Script(fn(&mut PublisherRun<'_>, &[Step])),
    Subscriber(fn(&mut SubscriberRun<'_>)),
    Processor(fn(&mut ProcessorRun<'_>)),
    /// The compiler keeps the rule; the named programs, which it refuses, are the proof.
    Compiler(&'static [&'static str]),
}

/// A check: see [`checks`](crate::checks).
pub struct Check {
    /// Its name; that of the JVM test of which it is the counterpart, if there is one.
    pub name: &'static str,
    /// The rules that it is about. Whatever a scenario is about, its log is judged by all rules.
    pub rules: &'static [&'static str],
    /// Whether it is about advice: it remarks, and fails only for other rules.
    pub advice: bool,
    /// Whether threads race in it. A correct implementation passes however they do; whether a faulty
    /// one is caught may be a matter of luck.
    pub races: bool,
    pub(crate) needs: &'static [Need],
    pub(crate) how: How,
}

impl Check {
    pub(crate) const fn publisher(
        name: &'static str,
        rules: &'static [&'static str],
        needs: &'static [Need],
        play: fn(&mut PublisherRun<'_>),
    ) -> Self {
        Self { name, rules, advice: false, races: false, needs, how: How::Publisher(play) }
    }

    pub(crate) const fn script(
        name: &'static str,
        rules: &'static [&'static str],
        needs: &'static [Need],
        play: fn(&mut PublisherRun<'_>, &[Step]),
    ) -> Self {
        Self { name, rules, advice: false, races: false, needs, how: How::Script(play) }
    }

    pub(crate) const fn subscriber(
        name: &'static str,
        rules: &'static [&'static str],
        needs: &'static [Need],
        play: fn(&mut SubscriberRun<'_>),
    ) -> Self {
        Self { name, rules, advice: false, races: false, needs, how: How::Subscriber(play) }
    }

    pub(crate) const fn processor(
        name: &'static str,
        rules: &'static [&'static str],
        needs: &'static [Need],
        play: fn(&mut ProcessorRun<'_>),
    ) -> Self {
        Self { name, rules, advice: false, races: false, needs, how: How::Processor(play) }
    }

    pub(crate) const fn compiler(
        name: &'static str,
        rules: &'static [&'static str],
        programs: &'static [&'static str],
    ) -> Self {
        Self { name, rules, advice: false, races: false, needs: &[], how: How::Compiler(programs) }
    }

    pub(crate) const fn racing(mut self) -> Self {
        self.races = true;
        self
    }

    pub(crate) const fn advice(mut self) -> Self {
        self.advice = true;
        self
    }

    /// The programs that the compiler refuses, when that is the proof.
    pub fn refused_programs(&self) -> &'static [&'static str] {
        match self.how {
            How::Compiler(programs) => programs,
            _ => &[],
        }
    }

    /// The remarks that are about this check, when it is about advice.
    pub(crate) fn remarks_of(&self, remarks: Vec<Remark>) -> Vec<Remark> {
        remarks.into_iter().filter(|remark| self.rules.contains(&remark.rule.id)).collect()
    }
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Check").field("name", &self.name).field("rules", &self.rules).finish()
    }
}

/// The checks that an implementation of this role is put through, in their order.
pub fn checks(role: Role) -> Vec<&'static Check> {
    crate::checks::of(role)
}
