use std::num::NonZeroU32;

use crate::engine::{End, Order, Source};

/// One element of a lane of weight one takes so much time. A power of two, and the clock has as many bits
/// above it.
const ELEMENT: u128 = 1 << 64;

/// Order for [`weighted_lanes`](crate::weighted_lanes): worst-case fair weighted fair queueing (WF²Q+) of
/// elements that are all of one size.
///
/// The clock runs as if all lanes were emptied at once, each as fast as its weight says. An element has
/// its turn when that ideal would have begun with it, and of those, the one with which it would be done first.
#[derive(Clone, Debug)]
pub struct Shares {
    now: u128,
    lanes: Vec<Share>,
}

#[derive(Clone, Debug)]
struct Share {
    weight: u64,
    /// How much of that time one of its elements takes.
    time: u128,
    /// When the ideal begins with its next element.
    start: u128,
    has_element: bool,
}

impl Share {
    fn finish(&self) -> u128 {
        self.start + self.time
    }
}

impl Shares {
    pub(super) fn new(weights: Vec<NonZeroU32>) -> Self {
        let share = |weight: NonZeroU32| Share {
            weight: weight.get().into(),
            time: ELEMENT / u128::from(weight.get()),
            start: 0,
            has_element: false,
        };
        Self { now: 0, lanes: weights.into_iter().map(share).collect() }
    }

    /// The lane whose turn it is, of those that have an element.
    fn turn(&mut self) -> Option<usize> {
        let Self { now, lanes } = self;
        let ready = lanes.iter().enumerate().filter(|(_, lane)| lane.has_element);
        let Some(earliest) = ready.clone().map(|(_, lane)| lane.start).min() else {
            // Nothing is owed to anybody.
            *now = 0;
            lanes.iter_mut().for_each(|lane| lane.start = 0);
            return None;
        };
        *now = earliest.max(*now);
        let begun = ready.filter(|(_, lane)| lane.start <= *now);
        let (index, _) = begun.min_by_key(|(_, lane)| lane.finish())?;
        // A lane without elements that is ahead of its share is not done in the ideal.
        let busy = lanes.iter().filter(|lane| lane.has_element || lane.start > *now);
        *now += ELEMENT / u128::from(busy.map(|lane| lane.weight).sum::<u64>());
        lanes[index].start = lanes[index].finish();
        for idle in lanes.iter_mut().filter(|lane| !lane.has_element) {
            idle.start = idle.start.max(*now);
        }
        Some(index)
    }
}

impl<T: Send + 'static, E: Send + 'static> Order<T, E> for Shares {
    fn choose(&mut self, sources: &mut [Source<T, E>]) -> Result<Option<usize>, End<E>> {
        for (lane, source) in self.lanes.iter_mut().zip(sources) {
            lane.has_element = source.peek()?.is_some();
        }
        Ok(self.turn())
    }

    fn removed(&mut self, index: usize) {
        self.lanes.remove(index);
    }
}
