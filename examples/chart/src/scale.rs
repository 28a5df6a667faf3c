//! How high a figure is drawn.

use crate::Series;

/// How high a figure is drawn, and where there are marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// From 0 to the highest figure.
    Linear,
    /// Each power of ten as high as the next.
    Logarithmic,
}

impl Scale {
    /// Goes so many times as far as the figures do.
    pub(crate) fn fit(self, series: &[Series], room: f64) -> Fitted {
        let highest = highest(series) * room;
        match self {
            Self::Linear => Fitted::linear(highest),
            Self::Logarithmic => Fitted::logarithmic(lowest(series), highest),
        }
    }
}

pub(crate) struct Fitted {
    from: f64,
    to: f64,
    pub(crate) marks: Vec<f64>,
    is_logarithmic: bool,
}

impl Fitted {
    fn linear(highest: f64) -> Self {
        let most = highest.max(1.0);
        let step = step(most);
        let count = (most / step).ceil();
        let marks = (0..=count as u32).map(|n| f64::from(n) * step).collect();
        Self { from: 0.0, to: count * step, marks, is_logarithmic: false }
    }

    fn logarithmic(lowest: f64, highest: f64) -> Self {
        let to = highest.max(0.1).log10().ceil();
        let from = lowest.clamp(1e-3, 0.1).log10().floor().min(to - 1.0);
        let marks = (from as i32..=to as i32).map(|exponent| 10_f64.powi(exponent)).collect();
        Self { from, to, marks, is_logarithmic: true }
    }

    /// 0 at the bottom, 1 at the top.
    pub(crate) fn place(&self, figure: f64) -> f64 {
        let figure = if self.is_logarithmic { figure.max(1e-9).log10() } else { figure };
        ((figure - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }
}

/// Of 1, 2 and 5, and what is ten times as much or a tenth, the least that makes no more than five steps.
pub(crate) fn step(most: f64) -> f64 {
    let magnitude = 10_f64.powf((most / 5.0).log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * magnitude);
    steps.into_iter().find(|step| most / step <= 5.0).unwrap_or(most)
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
