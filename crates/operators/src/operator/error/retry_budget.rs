use std::fmt;
use std::sync::Arc;

use crate::sync::{AtomicU64, Ordering};

/// How many retries there may be for so many requests, in all the pipelines that share it.
///
/// A retry is a request more for who has too many already. Each who retries three times makes four of one; and
/// where one calls another who calls a third, sixty-four. A budget bounds that: in any time there are no more
/// retries than a part of the requests, and a reserve for when there are few. It is a bucket of tokens: a
/// request puts a part of one in, a retry takes one out, and it holds no more than the reserve.
///
/// For [`Retry::budget`](super::Resubscribe::budget), and for whoever retries by hand.
///
/// ```
/// use reactive_streams_operators::operator::RetryBudget;
///
/// let budget = RetryBudget::new(0.1, 2); // a tenth of the requests, and two
/// (0..10).for_each(|_| budget.request());
/// assert_eq!([(); 4].map(|()| budget.try_retry()), [true, true, false, false]); // it holds no more
/// (0..10).for_each(|_| budget.request());
/// assert_eq!([(); 2].map(|()| budget.try_retry()), [true, false]);
/// ```
#[derive(Clone)]
pub struct RetryBudget(Arc<Tokens>);

struct Tokens {
    left: AtomicU64,
    each: u64,
    most: u64,
}

/// Into how many pieces a token can be divided.
const TOKEN: u64 = 1_000_000;

impl RetryBudget {
    /// Up to `ratio` retries for each request, and up to `reserve` at once, which are there from the start.
    pub fn new(ratio: f64, reserve: u32) -> Self {
        let ratio = if ratio.is_nan() { 0.0 } else { ratio.clamp(0.0, 1000.0) };
        let (each, most) = ((ratio * TOKEN as f64) as u64, u64::from(reserve) * TOKEN);
        Self(Arc::new(Tokens { left: AtomicU64::new(most), each, most }))
    }

    /// A request was made, for the first time.
    pub fn request(&self) {
        let Tokens { left, each, most } = &*self.0;
        let add = |tokens: u64| Some(tokens.saturating_add(*each).min(*most));
        // It is never refused.
        let _ = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }

    /// Whether it may be made again; then the retry is accounted for.
    pub fn try_retry(&self) -> bool {
        let take = |tokens: u64| tokens.checked_sub(TOKEN);
        self.0.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }
}

/// A tenth of the requests, and ten.
impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(0.1, 10)
    }
}

impl fmt::Debug for RetryBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let left = self.0.left.load(Ordering::Relaxed) / TOKEN;
        f.debug_struct("RetryBudget").field("left", &left).finish_non_exhaustive()
    }
}
