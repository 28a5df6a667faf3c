//! Stages of elements that are results.

use crate::engine::{Stage, Step};

/// Stage for [`ResultsExt::map_ok`](crate::ext::ResultsExt::map_ok).
#[derive(Clone)]
pub struct MapOk<F>(F);

opaque!(MapOk<F>);

impl<F> MapOk<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, X, E, U, F> Stage<Result<T, X>, E> for MapOk<F>
where
    X: Send + 'static,
    U: Send + 'static,
    F: FnMut(T) -> U + Send + 'static,
{
    type Item = Result<U, X>;
    const SKIPS: bool = false;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: Result<T, X>) -> Step<Result<U, X>, E> {
        Step::Next(item.map(&mut self.0))
    }
}

/// Stage for [`ResultsExt::into_results`](crate::ext::ResultsExt::into_results).
#[derive(Clone, Debug)]
pub struct IntoResults;

impl<T: Send + 'static, E: Send + 'static> Stage<T, E> for IntoResults {
    type Item = Result<T, E>;
    const SKIPS: bool = false;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<Result<T, E>, E> {
        Step::Next(Ok(item))
    }
}

/// Stage for [`ResultsExt::lift_results`](crate::ext::ResultsExt::lift_results).
#[derive(Clone, Debug)]
pub struct LiftResults;

impl<T: Send + 'static, E> Stage<Result<T, E>, E> for LiftResults {
    type Item = T;
    const SKIPS: bool = false;
    const COMPLETES: bool = false;

    fn step(&mut self, item: Result<T, E>) -> Step<T, E> {
        match item {
            Ok(item) => Step::Next(item),
            Err(error) => Step::Error(error),
        }
    }
}

/// Stage for [`ResultsExt::lift_results_with`](crate::ext::ResultsExt::lift_results_with).
#[derive(Clone)]
pub struct LiftResultsWith<F>(F);

opaque!(LiftResultsWith<F>);

impl<F> LiftResultsWith<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, X, E, F> Stage<Result<T, X>, E> for LiftResultsWith<F>
where
    T: Send + 'static,
    F: FnMut(X) -> E + Send + 'static,
{
    type Item = T;
    const SKIPS: bool = false;
    const COMPLETES: bool = false;

    fn step(&mut self, item: Result<T, X>) -> Step<T, E> {
        match item {
            Ok(item) => Step::Next(item),
            Err(error) => Step::Error((self.0)(error)),
        }
    }
}

/// Stage for [`ResultsExt::on_error_continue`](crate::ext::ResultsExt::on_error_continue).
#[derive(Clone)]
pub struct OnErrorContinue<F>(F);

opaque!(OnErrorContinue<F>);

impl<F> OnErrorContinue<F> {
    pub(crate) fn new(report: F) -> Self {
        Self(report)
    }
}

impl<T, X, E, F> Stage<Result<T, X>, E> for OnErrorContinue<F>
where
    T: Send + 'static,
    F: FnMut(X) + Send + 'static,
{
    type Item = T;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: Result<T, X>) -> Step<T, E> {
        match item {
            Ok(item) => Step::Next(item),
            Err(error) => {
                (self.0)(error);
                Step::Skip
            }
        }
    }
}
