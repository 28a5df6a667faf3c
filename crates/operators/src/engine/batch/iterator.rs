use super::Batcher;

/// A batcher on an iterator.
pub(super) struct BatchIter<I, B, O> {
    upstream: I,
    /// Gone after the last batch.
    filling: Option<(B, O)>,
}

impl<I, B, O: Default> BatchIter<I, B, O> {
    pub(super) fn new(upstream: I, batcher: B) -> Self {
        Self { upstream, filling: Some((batcher, O::default())) }
    }
}

impl<I, B> Iterator for BatchIter<I, B, B::Open>
where
    I: Iterator,
    B: Batcher<I::Item>,
{
    type Item = B::Batch;

    fn next(&mut self) -> Option<B::Batch> {
        let (batcher, open) = self.filling.as_mut()?;
        for item in &mut self.upstream {
            if let Some(batch) = batcher.push(open, item) {
                return Some(batch);
            }
        }
        let (batcher, open) = self.filling.take()?;
        batcher.finish(open)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.filling.is_none() {
            return (0, Some(0));
        }
        let (_, upper) = self.upstream.size_hint();
        (0, upper.and_then(|upper| upper.checked_add(1)))
    }

    fn fold<A, F: FnMut(A, B::Batch) -> A>(self, init: A, mut f: F) -> A {
        let Some((mut batcher, mut open)) = self.filling else { return init };
        let folded = self.upstream.fold(init, |folded, item| match batcher.push(&mut open, item) {
            Some(batch) => f(folded, batch),
            None => folded,
        });
        match batcher.finish(open) {
            Some(batch) => f(folded, batch),
            None => folded,
        }
    }
}
