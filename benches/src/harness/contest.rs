use std::hint::black_box;
use std::time::Duration;

use super::clock::{Cost, measure};
use super::median::median;
use super::version::version;

/// The same work for everybody.
pub struct Scenario {
    name: &'static str,
    title: &'static str,
    /// How many elements a run has, as a rule.
    elements: u64,
    /// The right result for so many elements.
    expected: fn(u64) -> u64,
    threaded: bool,
    contenders: Vec<Contender>,
}

/// One way to do the work.
pub(super) struct Contender {
    pub(super) label: String,
    pub(super) version: String,
    pub(super) limit: bool,
    /// How many elements its runs have.
    pub(super) elements: u64,
    /// Gives the result and what it has cost.
    pub(super) run: Box<dyn FnMut(u64) -> (u64, Cost)>,
}

/// What a scenario has come to.
pub struct Contest {
    pub name: &'static str,
    pub title: &'static str,
    /// Several threads worked at once: then wall time is what counts, and otherwise CPU time.
    pub threaded: bool,
    pub results: Vec<Measured>,
}

/// The medians of a contender, in nanoseconds for each element.
pub struct Measured {
    pub label: String,
    pub version: String,
    /// A loop that one writes by hand for this work alone: the limit and not a peer.
    pub limit: bool,
    pub cpu: f64,
    pub wall: f64,
}

impl Scenario {
    pub(crate) fn new(
        name: &'static str,
        title: &'static str,
        elements: u64,
        expected: fn(u64) -> u64,
    ) -> Self {
        Self { name, title, elements, expected, threaded: false, contenders: Vec::new() }
    }

    /// Several threads work at once.
    pub(crate) fn threaded(mut self) -> Self {
        self.threaded = true;
        self
    }

    /// A hand-written loop.
    pub(crate) fn limit(self, label: &str, run: impl FnMut(u64) -> u64 + 'static) -> Self {
        self.measured(label.to_owned(), String::new(), true, run)
    }

    /// This library.
    pub(crate) fn ours(self, variant: &str, run: impl FnMut(u64) -> u64 + 'static) -> Self {
        let version = version("reactive-streams-operators");
        self.measured(label("ours", variant), version, false, run)
    }

    /// The standard library.
    pub(crate) fn std(self, variant: &str, run: impl FnMut(u64) -> u64 + 'static) -> Self {
        self.measured(label("std", variant), String::new(), false, run)
    }

    /// Another crate; `variant` says which of its ways, where it has several.
    pub(crate) fn peer(
        self,
        name: &str,
        variant: &str,
        run: impl FnMut(u64) -> u64 + 'static,
    ) -> Self {
        self.measured(label(name, variant), version(name), false, run)
    }

    /// What runs in this process, and is measured here.
    fn measured(
        self,
        label: String,
        version: String,
        limit: bool,
        mut run: impl FnMut(u64) -> u64 + 'static,
    ) -> Self {
        let run = move |n| measure(|| black_box(run(black_box(n))));
        let elements = self.elements;
        self.add(Contender { label, version, limit, elements, run: Box::new(run) })
    }

    pub(super) fn add(mut self, contender: Contender) -> Self {
        self.contenders.push(contender);
        self
    }

    /// Whether nobody takes part.
    pub fn is_empty(&self) -> bool {
        self.contenders.is_empty()
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn elements(&self) -> u64 {
        self.elements
    }

    pub fn describe(&self) -> String {
        format!("{:4} {}", self.name, self.title)
    }

    /// Sends all others away.
    pub fn retain(&mut self, name: &str) {
        self.contenders.retain(|it| it.label.contains(name));
    }

    /// Runs all contenders in turns, after one round that nobody measures.
    ///
    /// # Panics
    ///
    /// When one of them has a wrong result, or none.
    pub fn contest(mut self, rounds: usize) -> Contest {
        let mut costs = vec![Vec::with_capacity(rounds); self.contenders.len()];
        for round in 0..=rounds {
            for turn in 0..costs.len() {
                let index = (turn + round) % costs.len();
                let cost = self.run(index);
                if round > 0 {
                    costs[index].push(cost);
                }
            }
        }
        let Self { name, title, threaded, contenders, .. } = self;
        let measured = |(contender, costs): (Contender, Vec<Cost>)| {
            let Contender { label, version, limit, elements, .. } = contender;
            let ns = |time: Duration| time.as_nanos() as f64 / elements as f64;
            let cpu = median(costs.iter().map(|cost| ns(cost.cpu)));
            let wall = median(costs.iter().map(|cost| ns(cost.wall)));
            Measured { label, version, limit, cpu, wall }
        };
        let results = contenders.into_iter().zip(costs).map(measured).collect();
        Contest { name, title, threaded, results }
    }

    fn run(&mut self, index: usize) -> Cost {
        let contender = &mut self.contenders[index];
        let (result, cost) = (contender.run)(contender.elements);
        let expected = (self.expected)(contender.elements);
        assert_eq!(result, expected, "{}: {} has a wrong result", self.name, contender.label);
        cost
    }
}

pub(super) fn label(name: &str, variant: &str) -> String {
    if variant.is_empty() { name.to_owned() } else { format!("{name} ({variant})") }
}
