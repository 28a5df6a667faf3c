use std::collections::BTreeSet;
use std::fmt;

use reactive_streams_operators::AnyError;

use crate::malformed;

const LENGTH: u32 = 10;
const PATIENCE: u32 = 5;

pub(super) struct Measurement {
    time: u32,
    value: u32,
}

impl Measurement {
    pub(super) fn parse(line: &'static str) -> Result<Self, AnyError> {
        let columns: Vec<_> = line.split(' ').collect();
        let [time, _place, value] = columns[..] else { return Err(malformed(line)) };
        let number = |text: &str| text.parse().map_err(|_| malformed(line));
        Ok(Self { time: number(time)?, value: number(value)? })
    }
}

pub(super) enum Command {
    Add { window: u32, value: u32 },
    Close { window: u32 },
}

impl Command {
    pub(super) fn window(&self) -> u32 {
        match self {
            Self::Add { window, .. } | Self::Close { window } => *window,
        }
    }

    /// The window and what was measured, until it is closed.
    pub(super) fn measured(self) -> Option<(u32, u32)> {
        match self {
            Self::Add { window, value } => Some((window, value)),
            Self::Close { .. } => None,
        }
    }
}

/// Those that are open, and the time up to which all has come.
#[derive(Default)]
pub(super) struct Windows {
    open: BTreeSet<u32>,
    watermark: u32,
}

impl Windows {
    /// What follows from a measurement; nothing stands for the end of them.
    pub(super) fn commands(&mut self, measurement: Option<Measurement>) -> Vec<Command> {
        let time = measurement.as_ref().map_or(u32::MAX, |measurement| measurement.time);
        self.watermark = self.watermark.max(time.saturating_sub(PATIENCE));
        let mut commands = self.close();
        if let Some(Measurement { time, value }) = measurement {
            let window = time / LENGTH;
            if !self.is_past(window) {
                self.open.insert(window);
                commands.push(Command::Add { window, value });
            }
        }
        commands
    }

    fn close(&mut self) -> Vec<Command> {
        let mut commands = Vec::new();
        while let Some(window) = self.open.first().copied().filter(|first| self.is_past(*first)) {
            self.open.pop_first();
            commands.push(Command::Close { window });
        }
        commands
    }

    fn is_past(&self, window: u32) -> bool {
        (window + 1) * LENGTH <= self.watermark
    }
}

#[derive(Default)]
pub(super) struct Sum {
    window: u32,
    count: u32,
    sum: u32,
}

impl Sum {
    pub(super) fn and(self, (window, value): (u32, u32)) -> Self {
        Self { window, count: self.count + 1, sum: self.sum + value }
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.window * LENGTH, (self.window + 1) * LENGTH);
        write!(f, "{from}..{to}: {} measurements, sum {}", self.count, self.sum)
    }
}
