use std::hint::black_box;
use std::time::Duration;

use super::clock::{Cost, measure};
use super::machine;

/// The same work for everybody.
pub struct Scenario {
    pub name: &'static str,
    pub title: &'static str,
    /// How many elements a run has.
    elements: u64,
    /// The right result for so many elements.
    expected: fn(u64) -> u64,
    /// Several threads work at once: then wall time is what counts, and otherwise CPU time.
    pub threaded: bool,
    contenders: Vec<Contender>,
}

/// One way to do the work.
pub struct Contender {
    pub label: String,
    pub version: String,
    /// A loop that one writes by hand for this work alone: the limit and not a peer.
    pub limit: bool,
    run: Box<dyn FnMut(u64) -> u64>,
}

/// The medians of a contender, in nanoseconds for each element.
pub struct Measured {
    pub contender: Contender,
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

    pub(crate) fn threaded(mut self) -> Self {
        self.threaded = true;
        self
    }

    /// A hand-written loop.
    pub(crate) fn limit(self, label: &str, run: impl FnMut(u64) -> u64 + 'static) -> Self {
        self.add(label.to_owned(), String::new(), true, run)
    }

    /// This library.
    pub(crate) fn ours(self, variant: &str, run: impl FnMut(u64) -> u64 + 'static) -> Self {
        let version = machine::version("reactive-streams-operators");
        self.add(label("ours", variant), version, false, run)
    }

    /// The standard library.
    pub(crate) fn std(self, variant: &str, run: impl FnMut(u64) -> u64 + 'static) -> Self {
        self.add(label("std", variant), String::new(), false, run)
    }

    /// Another crate; `variant` says which of its ways, where it has several.
    pub(crate) fn peer(
        self,
        name: &str,
        variant: &str,
        run: impl FnMut(u64) -> u64 + 'static,
    ) -> Self {
        self.add(label(name, variant), machine::version(name), false, run)
    }

    fn add(
        mut self,
        label: String,
        version: String,
        limit: bool,
        run: impl FnMut(u64) -> u64 + 'static,
    ) -> Self {
        self.contenders.push(Contender { label, version, limit, run: Box::new(run) });
        self
    }

    /// Sends all others away.
    pub fn retain(&mut self, name: &str) {
        self.contenders.retain(|it| it.label.contains(name));
    }

    /// Runs all contenders in turns, after one round that nobody measures.
    ///
    /// # Panics
    ///
    /// When one of them has a wrong result.
    pub fn contest(mut self, rounds: usize) -> Vec<Measured> {
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
        let per_element = |time: Duration| time.as_nanos() as f64 / self.elements as f64;
        let results = self.contenders.into_iter().zip(costs).map(|(contender, costs)| Measured {
            contender,
            cpu: median(costs.iter().map(|cost| per_element(cost.cpu)).collect()),
            wall: median(costs.iter().map(|cost| per_element(cost.wall)).collect()),
        });
        results.collect()
    }

    fn run(&mut self, index: usize) -> Cost {
        let contender = &mut self.contenders[index];
        let (result, cost) = measure(|| black_box((contender.run)(black_box(self.elements))));
        let expected = (self.expected)(self.elements);
        assert_eq!(result, expected, "{}: {} has a wrong result", self.name, contender.label);
        cost
    }
}

fn label(name: &str, variant: &str) -> String {
    if variant.is_empty() { name.to_owned() } else { format!("{name} ({variant})") }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}
