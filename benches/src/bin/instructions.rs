//! `just instructions`: how many instructions our pipelines take for each element, against a baseline.
//!
//! Time is noise on a shared machine; instructions are not. valgrind counts this very program, once for each of two
//! numbers of elements: the difference is what the elements cost, without what it costs to begin.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::process::{Command, ExitCode};

use reactive_streams_benches::compiler;
use reactive_streams_benches::scenario::{
    e15, observed, overflow, s1, s2, s2b, s3a, s3b, s5a, s6, s9a, s9b,
};
use serde_json::{Value, json};

/// The pipelines that are guarded: those that run on one thread, and have no queue. Threads wait for each other as
/// often as they like, and in a queue blocks grow by the clock.
const PIPELINES: &[(&str, fn(u64) -> u64)] = &[
    ("S1", s1::fused),
    ("S1 unfused", s1::unfused),
    ("S2", s2::ours),
    ("S2b", s2b::ours),
    ("S3a", s3a::fused),
    ("S3a unfused", s3a::unfused),
    ("S3a inner unfused", s3a::inner_unfused),
    ("S3a concat_map", s3a::concat_fused),
    ("S3a concat_map, unfused", s3a::concat_unfused),
    ("S3b", s3b::fused),
    ("S3b unfused", s3b::unfused),
    ("S3b inner unfused", s3b::inner_unfused),
    ("S3b concat_map", s3b::concat_fused),
    ("S3b concat_map, unfused", s3b::concat_unfused),
    ("S5a", s5a::fused),
    ("S6", s6::fused),
    ("S9a", s9a::fused),
    ("S9a unfused", s9a::unfused),
    ("S9b", s9b::fused),
    ("S9b unfused", s9b::unfused),
    ("O1 off", observed::burst_off),
    ("O1 on", observed::burst_on),
    ("O2 off", observed::single_off),
    ("O2 on", observed::single_on),
    ("E15, 1", e15::one),
    ("E15, 4", e15::four),
    ("on_overflow, kept up", overflow::kept_up),
    ("on_overflow, newest dropped", overflow::newest),
    ("on_overflow, oldest dropped", overflow::oldest),
];

/// So many elements and twice as many are counted.
const ELEMENTS: u64 = 20_000;

/// How much more than the baseline is still let through.
const TOLERANCE: f64 = 0.05;

const BASELINE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/instructions.json");

/// How many instructions an element takes in each pipeline.
type Counts = BTreeMap<String, f64>;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => check(),
        ["--update"] => update(),
        ["run", name, elements] => run(name, elements.parse()?),
        _ => Err("usage: instructions [--update]".into()),
    }
}

/// What valgrind counts.
fn run(name: &str, elements: u64) -> Result<ExitCode, Box<dyn Error>> {
    let pipeline = PIPELINES.iter().find(|(it, _)| *it == name);
    let (_, pipeline) = pipeline.ok_or("there is no such pipeline")?;
    black_box(pipeline(black_box(elements)));
    Ok(ExitCode::SUCCESS)
}

fn update() -> Result<ExitCode, Box<dyn Error>> {
    let baseline = json!({ "compiler": compiler(), "instructions": count_all()? });
    fs::write(BASELINE, serde_json::to_string_pretty(&baseline)? + "\n")?;
    println!("instructions: the baseline is written");
    Ok(ExitCode::SUCCESS)
}

fn check() -> Result<ExitCode, Box<dyn Error>> {
    let mut file: Value = serde_json::from_str(&fs::read_to_string(BASELINE)?)?;
    let baseline: Counts = serde_json::from_value(file["instructions"].take())?;
    let counts = count_all()?;
    let findings = compare(&baseline, &counts);
    for (finding, _) in &findings {
        println!("{finding}");
    }
    let failed = findings.iter().any(|(_, fails)| *fails);
    if failed && file["compiler"] != compiler() {
        println!("instructions: the baseline is of {}, so this proves nothing", file["compiler"]);
    } else if failed {
        return Ok(ExitCode::FAILURE);
    } else {
        println!("instructions: none of {} pipelines takes more than it did", counts.len());
    }
    Ok(ExitCode::SUCCESS)
}

/// What there is to say, and whether it is a reason to fail.
fn compare(baseline: &Counts, counts: &Counts) -> Vec<(String, bool)> {
    let mut findings = Vec::new();
    for (name, &now) in counts {
        let Some(&before) = baseline.get(name) else {
            findings.push((format!("{name} has no baseline: --update gives it one"), true));
            continue;
        };
        let change = now / before - 1.0;
        if change.abs() > TOLERANCE {
            let what = if change > 0.0 { "risen" } else { "fallen: --update keeps that" };
            let figures = format!("from {before:.2} instructions for each element to {now:.2}");
            findings.push((format!("{name} has {what}, {figures}"), change > 0.0));
        }
    }
    let gone = baseline.keys().filter(|name| !counts.contains_key(*name));
    findings.extend(gone.map(|name| (format!("{name} is in the baseline and no pipeline"), true)));
    findings
}

fn count_all() -> Result<Counts, Box<dyn Error>> {
    let count = |name: &str| -> Result<f64, Box<dyn Error>> {
        let difference = count(name, 2 * ELEMENTS)? - count(name, ELEMENTS)?;
        Ok((difference as f64 / ELEMENTS as f64 * 100.0).round() / 100.0)
    };
    PIPELINES.iter().map(|(name, _)| Ok((name.to_string(), count(name)?))).collect()
}

/// How many instructions this program executes with so many elements.
fn count(name: &str, elements: u64) -> Result<u64, Box<dyn Error>> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe()?)
        .args(["run", name, &elements.to_string()])
        .output()?;
    let report = String::from_utf8(output.stderr)?;
    let count = report.lines().find_map(|line| line.split_once("Collected :"));
    match count {
        Some((_, count)) if output.status.success() => Ok(count.trim().parse()?),
        _ => Err(format!("valgrind did not count {name}:\n{report}").into()),
    }
}
