//! A run as a picture: what customers waited and what memory it took, over time, of both variants.

use crate::account::percentile;
use crate::report::Outcome;

const WIDTH: f64 = 760.0;
const CHART: f64 = 190.0;
const LEFT: f64 = 76.0;
const RIGHT: f64 = 96.0;
const TOP: f64 = 34.0;
const GAP: f64 = 64.0;
const HEIGHT: f64 = TOP + CHART + GAP + CHART + 40.0;

/// Readable on light ground and on dark; a page that is neither may set `color-scheme`.
const STYLE: &str = "
  text { font: 12px system-ui, sans-serif; fill: #57606a }
  .title { font-weight: 600; fill: #24292f }
  .axis { stroke: #d0d7de; stroke-width: 1 }
  .planned { stroke: #0969da; fill: none; stroke-width: 2 }
  .unbounded { stroke: #bc4c00; fill: none; stroke-width: 2 }
  text.planned { fill: #0969da; stroke: none }
  text.unbounded { fill: #bc4c00; stroke: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #9198a1 }
    .title { fill: #f0f6fc }
    .axis { stroke: #3d444d }
    .planned { stroke: #4493f8 }
    .unbounded { stroke: #f0883e }
    text.planned { fill: #4493f8 }
    text.unbounded { fill: #f0883e }
  }";

/// One line of a chart.
struct Series {
    name: &'static str,
    /// Seconds, and what was measured then.
    points: Vec<(f64, f64)>,
}

/// Draws both variants as an SVG.
pub fn draw(planned: &Outcome, unbounded: &Outcome) -> String {
    let both = [("planned", planned), ("unbounded", unbounded)];
    let seconds = planned.seconds.max(unbounded.seconds);
    let series = |points: fn(&Outcome) -> Vec<(f64, f64)>| {
        both.map(|(name, outcome)| Series { name, points: points(outcome) })
    };
    let latency = chart(
        "p99 of the time from when an order is due until it is stored, in seconds (logarithmic)",
        &series(latency),
        seconds,
        &Scale::logarithmic(&series(latency)),
        TOP,
    );
    let memory = chart(
        "memory of the service, in MiB",
        &series(memory),
        seconds,
        &Scale::linear(&series(memory)),
        TOP + CHART + GAP,
    );
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\">\n\
         <title>Latency and memory over time, with a plan and without one</title>\n\
         <style>{STYLE}\n</style>\n{latency}{memory}</svg>\n"
    )
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

/// How high a figure is drawn, and where there are marks.
struct Scale {
    from: f64,
    to: f64,
    marks: Vec<f64>,
    is_logarithmic: bool,
}

impl Scale {
    fn linear(series: &[Series]) -> Self {
        let most = highest(series).max(1.0);
        // Of 1, 2 and 5 the least that makes no more than five steps.
        let magnitude = 10_f64.powf((most / 5.0).log10().floor());
        let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * magnitude);
        let step = steps.into_iter().find(|step| most / step <= 5.0).unwrap_or(most);
        let count = (most / step).ceil();
        let marks = (0..=count as u32).map(|n| f64::from(n) * step).collect();
        Self { from: 0.0, to: count * step, marks, is_logarithmic: false }
    }

    fn logarithmic(series: &[Series]) -> Self {
        let to = highest(series).max(0.1).log10().ceil();
        let from = lowest(series).clamp(1e-3, 0.1).log10().floor();
        let marks = (from as i32..=to as i32).map(|exponent| 10_f64.powi(exponent)).collect();
        Self { from, to, marks, is_logarithmic: true }
    }

    /// 0 at the bottom, 1 at the top.
    fn place(&self, figure: f64) -> f64 {
        let figure = if self.is_logarithmic { figure.max(1e-9).log10() } else { figure };
        ((figure - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }
}

fn figures(series: &[Series]) -> impl Iterator<Item = f64> {
    series.iter().flat_map(|series| series.points.iter().map(|(_, figure)| *figure))
}

fn highest(series: &[Series]) -> f64 {
    figures(series).fold(0.0, f64::max)
}

fn lowest(series: &[Series]) -> f64 {
    figures(series).fold(f64::INFINITY, f64::min)
}

fn chart(title: &str, series: &[Series], seconds: f64, scale: &Scale, top: f64) -> String {
    let x = |second: f64| LEFT + second / seconds * (WIDTH - LEFT - RIGHT);
    let y = |figure: f64| top + (1.0 - scale.place(figure)) * CHART;
    let mut svg =
        format!("<text class=\"title\" x=\"{LEFT}\" y=\"{:.1}\">{title}</text>\n", top - 14.0);
    let mut add = |line: String| {
        svg.push_str(&line);
        svg.push('\n');
    };
    for mark in &scale.marks {
        let (from, to, y) = (LEFT, WIDTH - RIGHT, y(*mark));
        add(format!(
            "<line class=\"axis\" x1=\"{from}\" y1=\"{y:.1}\" x2=\"{to}\" y2=\"{y:.1}\"/>"
        ));
        let (x, y) = (LEFT - 8.0, y + 4.0);
        add(format!("<text x=\"{x}\" y=\"{y:.1}\" text-anchor=\"end\">{mark}</text>"));
    }
    for quarter in 0..=4 {
        let second = seconds * f64::from(quarter) / 4.0;
        let (x, y) = (x(second), top + CHART + 18.0);
        add(format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{second} s</text>"));
    }
    for Series { name, points } in series {
        let line: Vec<_> = points
            .iter()
            .map(|(second, figure)| format!("{:.1},{:.1}", x(*second), y(*figure)))
            .collect();
        add(format!("<polyline class=\"{name}\" points=\"{}\"/>", line.join(" ")));
        if let Some((second, figure)) = points.last() {
            let (x, y) = (x(*second) + 8.0, y(*figure) + 4.0);
            add(format!("<text class=\"{name}\" x=\"{x:.1}\" y=\"{y:.1}\">{name}</text>"));
        }
    }
    svg
}
