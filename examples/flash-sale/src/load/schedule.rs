use std::time::Duration;

/// When which request is sent, decided beforehand: an open model.
///
/// Customers of a sale do not wait for each other. Orders come at random, at twice the rate in the first half
/// second of every five; imports come evenly, and make up a tenth of all orders. It is the same schedule
/// each time, for it begins with the same seed.
#[derive(Clone, Debug)]
pub struct Schedule {
    orders_per_second: f64,
    imports_per_second: f64,
    orders: u64,
    imports: u64,
    next_order: f64,
    random: Random,
    end: f64,
}

/// So many orders are in an import.
pub const IMPORT: u32 = 100;

/// The part of all orders that comes in imports.
const IMPORTED: f64 = 0.1;

const PERIOD: f64 = 5.0;
const BURST: f64 = 0.5;
const BURST_FACTOR: f64 = 2.0;
/// What makes up for the bursts, so that the rate is what was asked for.
const CALM_FACTOR: f64 = (PERIOD - BURST * BURST_FACTOR) / (PERIOD - BURST);

/// One request, and when it is due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrival {
    /// The time since the start.
    pub at: Duration,
    /// What is sent.
    pub request: Request,
}

/// A request, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// An order, for which somebody waits.
    Order(u64),
    /// An import of [`IMPORT`] orders.
    Import(u64),
}

impl Schedule {
    /// A schedule of `rate` orders a second, in imports and alone.
    pub fn new(rate: u32, length: Duration) -> Self {
        let rate = f64::from(rate);
        let mut schedule = Self {
            orders_per_second: rate * (1.0 - IMPORTED),
            imports_per_second: rate * IMPORTED / f64::from(IMPORT),
            orders: 0,
            imports: 0,
            next_order: 0.0,
            random: Random(20_261_127),
            end: length.as_secs_f64(),
        };
        schedule.next_order = schedule.gap();
        schedule
    }

    /// The time from an order to the next: exponential, so that it is not known beforehand.
    fn gap(&mut self) -> f64 {
        let in_burst = self.next_order % PERIOD < BURST;
        let factor = if in_burst { BURST_FACTOR } else { CALM_FACTOR };
        -self.random.unit().ln() / (self.orders_per_second * factor)
    }
}

impl Iterator for Schedule {
    type Item = Arrival;

    fn next(&mut self) -> Option<Arrival> {
        // An f64 is exact up to 2^53, which no number of an import reaches.
        let next_import = self.imports as f64 / self.imports_per_second;
        let (at, request) = if next_import < self.next_order {
            self.imports += 1;
            (next_import, Request::Import(self.imports - 1))
        } else {
            let at = self.next_order;
            self.next_order += self.gap();
            self.orders += 1;
            (at, Request::Order(self.orders - 1))
        };
        (at < self.end).then(|| Arrival { at: Duration::from_secs_f64(at), request })
    }
}

/// SplitMix64: the same numbers on each run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number above 0, and up to 1.
    pub(super) fn unit(&mut self) -> f64 {
        ((self.next() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }
}
