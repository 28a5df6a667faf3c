use std::any::Any;
use std::marker::PhantomData;

use crate::engine::{Stage, Step};

/// Stage for [`TransformExt::of_type`](crate::ext::TransformExt::of_type).
pub struct OfType<U>(PhantomData<fn() -> U>);

opaque!(OfType<U>);

impl<U> OfType<U> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

// By hand, because the derived one would ask for `U: Clone`.
impl<U> Clone for OfType<U> {
    fn clone(&self) -> Self {
        Self::new()
    }
}

impl<E, U: Any + Send> Stage<Box<dyn Any + Send>, E> for OfType<U> {
    type Item = U;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: Box<dyn Any + Send>) -> Step<U, E> {
        item.downcast().map_or(Step::Skip, |item| Step::Next(*item))
    }
}
