use std::fmt::Write;

use serde_json::{Value, json};

use super::{Contest, Machine, Measured};

/// The table of one contest, the fastest first.
pub fn table(contest: &Contest) -> String {
    let decides = |it: &Measured| if contest.threaded { it.wall } else { it.cpu };
    let time = if contest.threaded { "wall" } else { "CPU" };
    let ours = contest.results.iter().find(|it| is_ours(it)).map(decides);
    let limit = contest.results.iter().find(|it| it.limit).map(decides);
    let ratio = |it: &Measured, to: Option<f64>| {
        to.map_or_else(|| "–".to_owned(), |to| format!("{:.2}", decides(it) / to))
    };
    let mut sorted: Vec<_> = contest.results.iter().collect();
    sorted.sort_by(|a, b| decides(a).total_cmp(&decides(b)));

    let mut text = format!("## {} {}\n\nRatios of {time} time.\n\n", contest.name, contest.title);
    text += "| | version | CPU ns | wall ns | × ours | × loop |\n|---|---|--:|--:|--:|--:|\n";
    for it in sorted {
        let Measured { version, cpu, wall, .. } = it;
        let (label, ours, limit) = (emphasized(it), ratio(it, ours), ratio(it, limit));
        writeln!(text, "| {label} | {version} | {cpu:.2} | {wall:.2} | {ours} | {limit} |")
            .expect("a string can be written to");
    }
    text
}

fn is_ours(it: &Measured) -> bool {
    it.label.starts_with("ours")
}

fn emphasized(it: &Measured) -> String {
    let label = &it.label;
    if it.limit {
        format!("*{label}*")
    } else if is_ours(it) {
        format!("**{label}**")
    } else {
        label.clone()
    }
}

/// The whole report for people.
pub fn markdown(machine: &Machine, rounds: usize, contests: &[Contest]) -> String {
    let mut text = format!(
        "# Side by side\n\n\
         Written by `just bench`; how it is measured stands in [README.md](README.md).\n\n\
         {}, {}. Medians of {rounds} rounds, nanoseconds for each element. **Bold** is this library; *italic* are \
         loops written by hand for this work alone: the limit.\n",
        machine.date,
        machine.describe(),
    );
    for contest in contests {
        text += "\n";
        text += &table(contest);
    }
    text
}

/// The whole report for programs.
pub fn json(machine: &Machine, rounds: usize, contests: &[Contest]) -> Value {
    let results = contests.iter().flat_map(|contest| {
        contest.results.iter().map(|it| {
            json!({
                "scenario": contest.name,
                "peer": it.label,
                "version": it.version,
                "cpu_ns": rounded(it.cpu),
                "wall_ns": rounded(it.wall),
                "limit": it.limit,
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

/// To a thousandth of a nanosecond.
fn rounded(ns: f64) -> f64 {
    (ns * 1000.0).round() / 1000.0
}
