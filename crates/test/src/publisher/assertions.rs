use std::fmt::Debug;

use reactive_streams_tck::log::Call;

use super::TestPublisher;

impl<T, E> TestPublisher<T, E>
where
    T: Debug + Send + 'static,
    E: Debug + Send + 'static,
{
    /// How many elements its present subscriber has requested in all; `u64::MAX` for unbounded.
    pub fn requested(&self) -> u64 {
        self.stage().read(|state| state.requested)
    }

    /// How many subscribers it has had.
    #[doc(alias = "subscribeCount")]
    pub fn subscriptions(&self) -> usize {
        self.stage().read(|state| state.links.len())
    }

    /// These were the requests, in this order and no others; `u64::MAX` is unbounded.
    #[doc(alias = "expectRequest")]
    #[track_caller]
    pub fn assert_requests(&self, expected: impl IntoIterator<Item = u64>) -> &Self {
        let expected: Vec<u64> = expected.into_iter().collect();
        let requests = self.stage().log(|call| match call {
            Call::Request(count) => Some(*count),
            _ => None,
        });
        self.assert(requests == expected, || format!("the requests {expected:?}"))
    }

    /// At least so many elements were requested in all.
    #[doc(alias = "assertMinRequested")]
    #[track_caller]
    pub fn assert_min_requested(&self, least: u64) -> &Self {
        self.assert(self.requested() >= least, || format!("a demand of {least} or more"))
    }

    /// Somebody has subscribed.
    #[doc(alias = "assertSubscribers")]
    #[doc(alias = "assertWasSubscribed")]
    #[track_caller]
    pub fn assert_subscribed(&self) -> &Self {
        self.assert(self.subscriptions() > 0, || "a subscriber".to_owned())
    }

    /// Nobody has subscribed.
    #[doc(alias = "assertNoSubscribers")]
    #[doc(alias = "assertWasNotSubscribed")]
    #[track_caller]
    pub fn assert_not_subscribed(&self) -> &Self {
        self.assert(self.subscriptions() == 0, || "no subscriber".to_owned())
    }

    /// Its present subscriber has cancelled.
    #[doc(alias = "expectCancellation")]
    #[doc(alias = "assertCancelled")]
    #[track_caller]
    pub fn assert_cancelled(&self) -> &Self {
        self.assert(self.is_cancelled(), || "a cancel".to_owned())
    }

    /// Its present subscriber has not cancelled.
    #[doc(alias = "assertNotCancelled")]
    #[track_caller]
    pub fn assert_not_cancelled(&self) -> &Self {
        self.assert(!self.is_cancelled(), || "no cancel".to_owned())
    }

    fn is_cancelled(&self) -> bool {
        self.stage().read(|state| state.cancelled)
    }

    #[track_caller]
    fn assert(&self, holds: bool, expected: impl FnOnce() -> String) -> &Self {
        if !holds {
            let subscriptions = self.subscriptions();
            let log = self.log().join(", ");
            panic!("expected {}, and of {subscriptions} subscribers came: {log}", expected());
        }
        self
    }
}
