//! A run as a picture: what customers waited and what memory it took, over time, of both variants.

use chart::{Chart, Scale, Series};

use crate::account::percentile;
use crate::report::Outcome;

/// Draws both variants as an SVG.
pub fn draw(planned: &Outcome, unbounded: &Outcome) -> String {
    let chart = |title, scale, points: fn(&Outcome) -> Vec<(f64, f64)>| Chart {
        title,
        series: vec![
            Series { name: "planned", points: points(planned) },
            Series { name: "unbounded", points: points(unbounded) },
        ],
        events: Vec::new(),
        scale,
    };
    let charts = [
        chart(
            "p99 of the time from when an order is due until it is stored, in seconds (logarithmic)",
            Scale::Logarithmic,
            latency,
        ),
        chart("memory of the service, in MiB", Scale::Linear, memory),
    ];
    let title = "Latency and memory over time, with a plan and without one";
    chart::draw(title, &charts, planned.seconds.max(unbounded.seconds))
}

/// For each second, of the interactive orders that were due in it.
fn latency(outcome: &Outcome) -> Vec<(f64, f64)> {
    let mut seconds: Vec<Vec<u64>> = Vec::new();
    for (due, latency) in &outcome.account.latencies {
        let second = (due.saturating_sub(outcome.began) / 1_000_000) as usize;
        if seconds.len() <= second {
            seconds.resize(second + 1, Vec::new());
        }
        seconds[second].push(*latency);
    }
    let points = seconds.iter_mut().enumerate().filter_map(|(second, latencies)| {
        latencies.sort_unstable();
        Some((second as f64 + 0.5, percentile(latencies, 990)? / 1_000.0))
    });
    points.collect()
}

fn memory(outcome: &Outcome) -> Vec<(f64, f64)> {
    let bytes = outcome.memory.iter().enumerate();
    bytes.map(|(second, bytes)| (second as f64, *bytes as f64 / f64::from(1 << 20))).collect()
}
