use std::ops::ControlFlow::{self, Break, Continue};

use reactive_streams::Demand;

use crate::engine::Reducer;
use crate::mono::AtMostOne;

/// Reducer for [`SelectExt::nth`](crate::ext::SelectExt::nth) and
/// [`first`](crate::ext::SelectExt::first).
#[derive(Clone, Debug)]
pub struct Nth {
    /// How many elements come before it.
    before: usize,
}

impl Nth {
    pub(crate) fn new(index: usize) -> Self {
        Self { before: index }
    }
}

impl<T, E> Reducer<Option<T>, T, E> for Nth
where
    T: Send + 'static,
{
    type Item = T;
    type Cardinality = AtMostOne;
    const FAILS: bool = false;

    fn demand(&self) -> Demand {
        Demand::new(self.before as u64).map_or(Demand::ONE, |n| n.saturating_add(Demand::ONE))
    }

    fn step(&mut self, _none: Option<T>, item: T) -> ControlFlow<Option<T>, Option<T>> {
        if self.before == 0 {
            return Break(Some(item));
        }
        self.before -= 1;
        Continue(None)
    }

    fn finish(self, element: Option<T>) -> Result<Option<T>, E> {
        Ok(element)
    }
}
