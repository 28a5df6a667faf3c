use std::mem;
use std::num::NonZeroUsize;

use crate::engine::{BatchSize, Batcher};

/// Batcher for [`BatchExt::sliding`](crate::ext::BatchExt::sliding).
#[derive(Clone, Debug)]
pub struct Sliding {
    size: NonZeroUsize,
    step: NonZeroUsize,
}

impl Sliding {
    pub(crate) fn new(size: NonZeroUsize, step: NonZeroUsize) -> Self {
        Self { size, step }
    }
}

/// A window that is being filled.
#[derive(Debug)]
pub struct Window<T> {
    items: Vec<T>,
    /// Whether there is an element that no window has held.
    news: bool,
    /// How many elements to drop before the next one that counts.
    gap: usize,
}

// By hand, because the derived one would ask for `T: Default`.
impl<T> Default for Window<T> {
    fn default() -> Self {
        Self { items: Vec::new(), news: false, gap: 0 }
    }
}

impl<T: Clone + Send + 'static> Batcher<T> for Sliding {
    type Open = Window<T>;
    type Batch = Vec<T>;

    fn size(&self) -> BatchSize {
        BatchSize::Known { first: self.size, following: self.step }
    }

    fn push(&mut self, window: &mut Window<T>, item: T) -> Option<Vec<T>> {
        if window.gap > 0 {
            window.gap -= 1;
            return None;
        }
        window.items.push(item);
        window.news = window.items.len() < self.size.get();
        if window.news {
            return None;
        }
        let (size, step) = (self.size.get(), self.step.get());
        window.gap = step.saturating_sub(size);
        let kept = window.items.get(step..).map(<[T]>::to_vec).unwrap_or_default();
        Some(mem::replace(&mut window.items, kept))
    }

    fn finish(self, window: Window<T>) -> Option<Vec<T>> {
        window.news.then_some(window.items)
    }
}
