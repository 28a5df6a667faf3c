use std::fmt;
use std::hash::Hash;

use super::{Limited, RateLimit, RateLimits};

/// Says of each element whether it may pass: a [`RateLimit`], or [`RateLimits`] [by](RateLimits::by) a key.
pub trait Limiter<T>: Send + Sync + 'static {
    /// Uses one of what is allowed; if there is none, says when there will be, and uses nothing.
    fn check(&self, element: &T) -> Result<(), Limited>;
}

impl<T> Limiter<T> for RateLimit {
    fn check(&self, _: &T) -> Result<(), Limited> {
        self.check()
    }
}

/// [`RateLimits`], and the key of an element.
#[derive(Clone)]
pub struct ByKey<K: Hash + Eq + Clone, F> {
    limits: RateLimits<K>,
    key: F,
}

impl<K: Hash + Eq + Clone, F> ByKey<K, F> {
    pub(super) fn new(limits: RateLimits<K>, key: F) -> Self {
        Self { limits, key }
    }
}

impl<T, K, F> Limiter<T> for ByKey<K, F>
where
    K: Hash + Eq + Clone + Send + 'static,
    F: Fn(&T) -> K + Send + Sync + 'static,
{
    fn check(&self, element: &T) -> Result<(), Limited> {
        self.limits.check(&(self.key)(element))
    }
}

impl<K: Hash + Eq + Clone, F> fmt::Debug for ByKey<K, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByKey").field("limits", &self.limits).finish_non_exhaustive()
    }
}
