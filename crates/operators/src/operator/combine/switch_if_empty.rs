use super::Followed;
use super::followed::Rule;

/// Publisher for [`CombineExt::switch_if_empty`](crate::ext::CombineExt::switch_if_empty) and
/// [`default_if_empty`](crate::ext::CombineExt::default_if_empty).
pub type SwitchIfEmpty<P, Q> = Followed<P, Q, IfEmpty>;

/// If no element has come.
#[derive(Debug)]
pub enum IfEmpty {}

impl Rule for IfEmpty {
    fn follows(received: u64) -> bool {
        received == 0
    }

    fn iterator<I, J>(first: I, second: J) -> impl Iterator<Item = I::Item> + Send + 'static
    where
        I: Iterator + Send + 'static,
        J: Iterator<Item = I::Item> + Send + 'static,
    {
        IterOr { upstream: Some(first), fallback: Some(second) }
    }
}

/// An iterator, or the other if that has nothing.
struct IterOr<I, J> {
    /// Gone when it had nothing.
    upstream: Option<I>,
    /// Gone when the other had something.
    fallback: Option<J>,
}

impl<I, J> Iterator for IterOr<I, J>
where
    I: Iterator,
    J: Iterator<Item = I::Item>,
{
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        if let Some(upstream) = &mut self.upstream {
            let item = upstream.next();
            if item.is_some() {
                self.fallback = None;
            }
            if self.fallback.is_none() {
                return item;
            }
            self.upstream = None;
        }
        self.fallback.as_mut()?.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let hint = |iterator: Option<(usize, Option<usize>)>| iterator.unwrap_or((0, Some(0)));
        let (lower, upper) = hint(self.upstream.as_ref().map(I::size_hint));
        let (fallback_lower, fallback_upper) = hint(self.fallback.as_ref().map(J::size_hint));
        let upper = upper.zip(fallback_upper).map(|(upper, fallback)| upper.max(fallback));
        match (lower, fallback_lower) {
            (0, least) => (usize::from(least > 0), upper),
            (least, _) => (least, upper),
        }
    }

    fn fold<A, F: FnMut(A, I::Item) -> A>(mut self, init: A, mut f: F) -> A {
        match (self.next(), self.upstream) {
            (None, _) => init,
            (Some(item), Some(rest)) => rest.fold(f(init, item), f),
            (Some(item), None) => {
                let init = f(init, item);
                self.fallback.into_iter().flatten().fold(init, f)
            }
        }
    }
}
