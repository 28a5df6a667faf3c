//! What a run of an example measured over time, as an SVG: one chart below the other, over the same seconds.
#![forbid(unsafe_code)]

mod scale;

pub use scale::Scale;

const WIDTH: f64 = 760.0;
const CHART: f64 = 190.0;
const LEFT: f64 = 76.0;
const RIGHT: f64 = 96.0;
const TOP: f64 = 34.0;
const GAP: f64 = 64.0;
const BOTTOM: f64 = 40.0;

/// Readable on light ground and on dark; a page that is neither may set `color-scheme`.
const LIGHT: &str = "
  text { font: 12px system-ui, sans-serif; fill: #57606a }
  .title { font-weight: 600; fill: #24292f }
  .axis { stroke: #d0d7de; stroke-width: 1 }
  .event { stroke: #8c959f; stroke-width: 1; stroke-dasharray: 3 3 }";
const DARK: &str = "
    text { fill: #9198a1 }
    .title { fill: #f0f6fc }
    .axis { stroke: #3d444d }
    .event { stroke: #656c76 }";

/// The colours of the first series and of the second: on light ground, and on dark.
const COLOURS: [(&str, &str); 2] = [("#0969da", "#4493f8"), ("#bc4c00", "#f0883e")];

/// One line of a chart.
#[derive(Clone, Debug)]
pub struct Series {
    /// What stands beside it, and what it is called in the SVG: a single word. Series of the same name have the
    /// same colour.
    pub name: &'static str,
    /// Seconds, and what was measured then.
    pub points: Vec<(f64, f64)>,
}

/// Something that happened during the run: a line across a chart.
#[derive(Clone, Debug)]
pub struct Event {
    /// When.
    pub second: f64,
    /// What stands beside it.
    pub name: String,
}

/// What was measured of one thing.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What stands above it.
    pub title: &'static str,
    /// The lines.
    pub series: Vec<Series>,
    /// What happened meanwhile.
    pub events: Vec<Event>,
    /// How high a figure is drawn.
    pub scale: Scale,
}

/// Draws charts one below the other, as an SVG with a title; each goes over so many seconds.
///
/// There are two colours: whoever gives more than two names of series gets lines that look alike.
pub fn draw(title: &str, charts: &[Chart], seconds: f64) -> String {
    let height = TOP + charts.len() as f64 * (CHART + GAP) - GAP + BOTTOM;
    let tops = (0..).map(|n| TOP + f64::from(n) * (CHART + GAP));
    let drawn: String =
        charts.iter().zip(tops).map(|(chart, top)| chart.draw(seconds, top)).collect();
    let style = style(charts);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">\n\
         <title>{title}</title>\n\
         <style>{style}\n</style>\n{drawn}</svg>\n"
    )
}

fn style(charts: &[Chart]) -> String {
    let mut names = Vec::new();
    for series in charts.iter().flat_map(|chart| &chart.series) {
        if !names.contains(&series.name) {
            names.push(series.name);
        }
    }
    let (mut light, mut dark) = (LIGHT.to_owned(), DARK.to_owned());
    for (name, (on_light, on_dark)) in names.iter().zip(COLOURS.iter().cycle()) {
        light += &format!("\n  .{name} {{ stroke: {on_light}; fill: none; stroke-width: 2 }}");
        light += &format!("\n  text.{name} {{ fill: {on_light}; stroke: none }}");
        dark += &format!("\n    .{name} {{ stroke: {on_dark} }}");
        dark += &format!("\n    text.{name} {{ fill: {on_dark}; stroke: none }}");
    }
    format!("{light}\n  @media (prefers-color-scheme: dark) {{{dark}\n  }}")
}

impl Chart {
    fn draw(&self, seconds: f64, top: f64) -> String {
        let right = WIDTH - RIGHT;
        // What happened is written above the lines.
        let room = if self.events.is_empty() { 1.0 } else { 1.4 };
        let scale = self.scale.fit(&self.series, room);
        let x = |second: f64| LEFT + second / seconds * (right - LEFT);
        let y = |figure: f64| top + (1.0 - scale.place(figure)) * CHART;
        let mut svg = String::new();
        let mut add = |line: String| {
            svg.push_str(&line);
            svg.push('\n');
        };
        add(format!(
            "<text class=\"title\" x=\"{LEFT}\" y=\"{:.1}\">{}</text>",
            top - 14.0,
            self.title
        ));
        for mark in &scale.marks {
            let y = y(*mark);
            add(format!(
                "<line class=\"axis\" x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{right}\" y2=\"{y:.1}\"/>"
            ));
            let (x, y) = (LEFT - 8.0, y + 4.0);
            add(format!("<text x=\"{x}\" y=\"{y:.1}\" text-anchor=\"end\">{mark}</text>"));
        }
        let step = scale::step(seconds.max(1.0));
        for mark in (0..).map(|n| f64::from(n) * step).take_while(|mark| *mark <= seconds) {
            let (x, y) = (x(mark), top + CHART + 18.0);
            add(format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{mark} s</text>"));
        }
        for (row, Event { second, name }) in self.events.iter().enumerate() {
            let (x, bottom) = (x(*second), top + CHART);
            add(format!(
                "<line class=\"event\" x1=\"{x:.1}\" y1=\"{top:.1}\" x2=\"{x:.1}\" y2=\"{bottom:.1}\"/>"
            ));
            // In turn a row lower, so that what happened shortly after one another can be read.
            let (x, y) = (x + 4.0, top + 12.0 + 14.0 * (row % 4) as f64);
            add(format!("<text x=\"{x:.1}\" y=\"{y:.1}\">{name}</text>"));
        }
        let mut names = Vec::new();
        for Series { name, points } in &self.series {
            let line: Vec<_> = points
                .iter()
                .map(|(second, figure)| format!("{:.1},{:.1}", x(*second), y(*figure)))
                .collect();
            add(format!("<polyline class=\"{name}\" points=\"{}\"/>", line.join(" ")));
            if let Some((second, figure)) = points.last() {
                let (x, mut y) = (x(*second) + 8.0, y(*figure) + 4.0);
                // Above the others, where lines end at the same place.
                while names.iter().any(|(other, at)| near(x, *other, 60.0) && near(y, *at, 14.0)) {
                    y -= 14.0;
                }
                names.push((x, y));
                add(format!("<text class=\"{name}\" x=\"{x:.1}\" y=\"{y:.1}\">{name}</text>"));
            }
        }
        svg
    }
}

fn near(one: f64, other: f64, distance: f64) -> bool {
    (one - other).abs() < distance
}
