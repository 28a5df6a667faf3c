use crate::engine::{Stage, Step};

/// Stage for [`TransformExt::scan_reduce`](crate::ext::TransformExt::scan_reduce).
#[derive(Clone)]
pub struct ScanReduce<T, F> {
    /// What has been accumulated; gone once `f` has panicked with it.
    accumulated: Option<T>,
    f: F,
}

opaque!(ScanReduce<T, F>);

impl<T, F> ScanReduce<T, F> {
    pub(crate) fn new(f: F) -> Self {
        Self { accumulated: None, f }
    }
}

impl<T, E, F> Stage<T, E> for ScanReduce<T, F>
where
    T: Clone + Send + 'static,
    F: FnMut(T, T) -> T + Send + 'static,
{
    type Item = T;
    const SKIPS: bool = false;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<T, E> {
        let next = match self.accumulated.take() {
            Some(accumulated) => (self.f)(accumulated, item),
            None => item,
        };
        self.accumulated = Some(next.clone());
        Step::Next(next)
    }
}
