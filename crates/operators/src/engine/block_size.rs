use std::time::Duration;

/// How many elements of a burst go on as one.
///
/// That costs one publication and one wake instead of many, or one call. So that no element waits for
/// others that take their time, blocks grow only while elements come quickly.
pub(super) struct BlockSize(usize);

impl BlockSize {
    const MAX: usize = 256;
    /// For each element of a block; so none waits longer than 64 µs for the others.
    const QUICK: Duration = Duration::from_nanos(250);

    pub(super) fn get(&self) -> usize {
        self.0
    }

    /// A block of so many elements took so long; only they did, and not what follows.
    pub(super) fn adapt(&mut self, elements: usize, time: Duration) {
        let quick = time < Self::QUICK * elements as u32;
        self.0 = if quick { (self.0 * 2).min(Self::MAX) } else { 1 };
    }
}

impl Default for BlockSize {
    fn default() -> Self {
        Self(1)
    }
}
