use std::ops::ControlFlow::{self, Break, Continue};

use crate::engine::Reducer;
use crate::mono::ExactlyOne;

/// Reducer for [`CombineExt::sequence_equal`](crate::ext::CombineExt::sequence_equal).
#[derive(Clone, Debug)]
pub struct SequenceEqual;

impl<T, U, E> Reducer<bool, (Option<T>, Option<U>), E> for SequenceEqual
where
    T: PartialEq<U>,
{
    type Item = bool;
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;

    fn step(&mut self, _equal: bool, pair: (Option<T>, Option<U>)) -> ControlFlow<bool, bool> {
        let equal = matches!(pair, (Some(left), Some(right)) if left == right);
        if equal { Continue(true) } else { Break(false) }
    }

    fn finish(self, equal: bool) -> Result<Option<bool>, E> {
        Ok(Some(equal))
    }
}
