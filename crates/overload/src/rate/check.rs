use reactive_streams_operators::engine::{Stage, Step};

use super::{Limited, Limiter};

/// Stage for [`RateLimitExt::rate_check`](crate::ext::RateLimitExt::rate_check).
#[derive(Clone, Debug)]
pub struct RateCheck<L>(L);

impl<L> RateCheck<L> {
    pub(crate) fn new(limiter: L) -> Self {
        Self(limiter)
    }
}

impl<T, E, L> Stage<T, E> for RateCheck<L>
where
    T: Send + 'static,
    L: Limiter<T>,
{
    type Item = Result<T, Limited<T>>;
    const SKIPS: bool = false;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<Result<T, Limited<T>>, E> {
        Step::Next(match self.0.check(&item) {
            Ok(()) => Ok(item),
            Err(limited) => Err(limited.with(item)),
        })
    }
}
