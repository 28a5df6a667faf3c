use super::Followed;
use super::followed::Rule;

/// Publisher for [`CombineExt::chain`](crate::ext::CombineExt::chain).
pub type Chain<P, Q> = Followed<P, Q, Always>;

/// However many elements have come.
#[derive(Debug)]
pub enum Always {}

impl Rule for Always {
    fn follows(_received: u64) -> bool {
        true
    }

    fn iterator<I, J>(first: I, second: J) -> impl Iterator<Item = I::Item> + Send + 'static
    where
        I: Iterator + Send + 'static,
        J: Iterator<Item = I::Item> + Send + 'static,
    {
        first.chain(second)
    }
}
