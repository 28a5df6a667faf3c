use std::fmt::Write;

use serde_json::{Value, json};

use super::{Machine, Measured, Scenario};

/// What a scenario was, once its contenders are spent.
pub struct Heading {
    name: &'static str,
    title: &'static str,
    threaded: bool,
}

impl From<&Scenario> for Heading {
    fn from(scenario: &Scenario) -> Self {
        Self { name: scenario.name, title: scenario.title, threaded: scenario.threaded }
    }
}

/// The table of one scenario, the fastest first.
pub fn table(heading: &Heading, results: &[Measured]) -> String {
    let decides = |it: &Measured| if heading.threaded { it.wall } else { it.cpu };
    let time = if heading.threaded { "wall" } else { "CPU" };
    let ours = results.iter().find(|it| it.contender.label.starts_with("ours")).map(decides);
    let limit = results.iter().find(|it| it.contender.limit).map(decides);
    let ratio = |it: &Measured, to: Option<f64>| {
        to.map_or_else(|| "–".to_owned(), |to| format!("{:.2}", decides(it) / to))
    };
    let mut sorted = results.iter().collect::<Vec<_>>();
    sorted.sort_by(|a, b| decides(a).total_cmp(&decides(b)));

    let mut text = format!("## {} {}\n\nRatios of {time} time.\n\n", heading.name, heading.title);
    text += "| | version | CPU ns | wall ns | × ours | × loop |\n|---|---|--:|--:|--:|--:|\n";
    for it in sorted {
        let Measured { contender, cpu, wall } = it;
        let label = match (contender.limit, contender.label.starts_with("ours")) {
            (true, _) => format!("*{}*", contender.label),
            (_, true) => format!("**{}**", contender.label),
            _ => contender.label.clone(),
        };
        let (version, ours, limit) = (&contender.version, ratio(it, ours), ratio(it, limit));
        writeln!(text, "| {label} | {version} | {cpu:.2} | {wall:.2} | {ours} | {limit} |")
            .expect("a string can be written to");
    }
    text
}

/// The whole report for people.
pub fn markdown(machine: &Machine, rounds: usize, contests: &[(Heading, Vec<Measured>)]) -> String {
    let mut text = format!(
        "# Side by side\n\n\
         Written by `just bench`; how it is measured stands in [README.md](README.md).\n\n\
         {}, {}. Medians of {rounds} rounds, nanoseconds for each element. *Italic* are loops written by hand \
         for this work alone: the limit. Where no loop is given, none does the same work.\n",
        machine.date,
        machine.describe(),
    );
    for (heading, results) in contests {
        text += "\n";
        text += &table(heading, results);
    }
    text
}

/// The whole report for programs.
pub fn json(machine: &Machine, rounds: usize, contests: &[(Heading, Vec<Measured>)]) -> Value {
    let round = |ns: f64| (ns * 1000.0).round() / 1000.0;
    let results = contests.iter().flat_map(|(heading, results)| {
        results.iter().map(move |Measured { contender, cpu, wall }| {
            json!({
                "scenario": heading.name,
                "peer": contender.label,
                "version": contender.version,
                "cpu_ns": round(*cpu),
                "wall_ns": round(*wall),
                "limit": contender.limit,
            })
        })
    });
    json!({
        "machine": machine.describe(),
        "date": machine.date,
        "rounds": rounds,
        "results": results.collect::<Vec<_>>(),
    })
}
