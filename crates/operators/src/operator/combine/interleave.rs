use std::num::NonZeroUsize;

use reactive_streams::Publisher;

use super::Gathered;
use crate::engine::{End, Order, Source};

/// Gives `segment` elements of each publisher in turn.
///
/// A publisher that has completed is left out from then on. One that has nothing at the moment is waited
/// for.
///
/// # Demand
///
/// As [`merge_sequential`](crate::merge_sequential).
///
/// # Errors
///
/// As [`merge_sequential`](crate::merge_sequential).
///
/// ```
/// use std::num::NonZeroUsize;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{interleave, range};
///
/// let by_twos = interleave([range(0..3), range(10..15)], NonZeroUsize::new(2).unwrap());
/// assert_eq!(by_twos.collect::<Vec<_>>().block().unwrap(), [0, 1, 10, 11, 2, 12, 13, 14]);
/// ```
#[doc(alias = "interleaveAll")]
pub fn interleave<I>(publishers: I, segment: NonZeroUsize) -> Gathered<I::IntoIter, InTurn>
where
    I: IntoIterator<IntoIter: Send + 'static, Item: Publisher>,
{
    Gathered::new(publishers.into_iter(), InTurn { segment, turn: 0, left: segment.get() })
}

/// Order for [`interleave`].
#[derive(Clone, Debug)]
pub struct InTurn {
    segment: NonZeroUsize,
    /// Whose turn it is, and how many elements more.
    turn: usize,
    left: usize,
}

impl<T: Send + 'static, E: Send + 'static> Order<T, E> for InTurn {
    fn choose(&mut self, sources: &mut [Source<T, E>]) -> Result<Option<usize>, End<E>> {
        if self.left == 0 {
            self.turn += 1;
            self.left = self.segment.get();
        }
        if self.turn >= sources.len() {
            self.turn = 0;
        }
        let Some(source) = sources.get_mut(self.turn) else { return Ok(None) };
        if source.peek()?.is_none() {
            return Ok(None);
        }
        self.left -= 1;
        Ok(Some(self.turn))
    }

    fn removed(&mut self, index: usize) {
        if index < self.turn {
            self.turn -= 1;
        } else if index == self.turn {
            self.left = self.segment.get();
        }
    }
}
