//! A run as a picture: the lag, what happened, and what was done in a second.

use chart::{Chart, Event, Scale, Series};

use crate::recording::{Recording, Sample};

/// A rate is that of so many seconds.
const WINDOW: f64 = 1.0;

/// Draws a run as an SVG.
pub fn draw(recording: &Recording) -> String {
    let lag = recording.samples.iter().map(|sample| (sample.seconds, sample.lag as f64)).collect();
    let events = recording.events.iter();
    let charts = [
        Chart {
            title: "orders that have been ingested, and are not acknowledged",
            series: vec![Series { name: "lag", points: lag }],
            events: events
                .map(|event| Event { second: event.seconds, name: event.what.clone() })
                .collect(),
            scale: Scale::Linear,
        },
        Chart {
            title: "orders in a second",
            series: vec![
                Series { name: "enriched", points: rate(recording, |sample| sample.enriched) },
                Series { name: "ingested", points: rate(recording, |sample| sample.ingested) },
            ],
            events: Vec::new(),
            scale: Scale::Linear,
        },
    ];
    chart::draw(
        "Lag of the consumers, and orders in a second, over time",
        &charts,
        recording.seconds(),
    )
}

/// Of each second, or longer where there was no look in between.
fn rate(recording: &Recording, count: fn(&Sample) -> u64) -> Vec<(f64, f64)> {
    let samples = &recording.samples;
    let points = samples.iter().filter_map(|last| {
        let is_before = |sample: &&Sample| last.seconds - sample.seconds >= WINDOW;
        let first = samples.iter().rev().find(is_before)?;
        let done = count(last).saturating_sub(count(first)) as f64;
        Some((last.seconds, done / (last.seconds - first.seconds)))
    });
    points.collect()
}
