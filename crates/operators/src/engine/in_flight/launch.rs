use std::future::Future;

/// An asynchronous operator: makes a future of an element, and something of what comes of that.
///
/// All of it is called by the worker that polls.
pub trait Launch<T>: Send + 'static {
    /// What is polled.
    type Future: Future + Send + 'static;

    /// What is kept beside the future.
    type Tag: Send + 'static;

    /// What comes out.
    type Item: Send + 'static;

    /// Makes the future of an element; or keeps the element, if it has to wait for another.
    fn start(&mut self, ticket: u64, item: T) -> Option<Started<Self::Future, Self::Tag>>;

    /// What comes of it; nothing, if the element leaves no trace.
    fn finish(
        &mut self,
        tag: Self::Tag,
        output: <Self::Future as Future>::Output,
    ) -> Option<Self::Item>;

    /// The future of an element that has waited for the one that has just finished.
    fn resume(&mut self) -> Option<Started<Self::Future, Self::Tag>> {
        None
    }

    /// What follows when all have finished.
    fn last(&mut self) -> Option<Self::Item> {
        None
    }
}

/// A future that a [`Launch`] has made.
#[derive(Debug)]
pub struct Started<F, G> {
    /// The number that [`Launch::start`] was given with the element.
    pub ticket: u64,
    /// The future.
    pub future: F,
    /// What is kept beside it.
    pub tag: G,
}
