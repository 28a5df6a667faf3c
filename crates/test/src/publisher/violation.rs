/// A rule that a [`TestPublisher`](crate::TestPublisher) is allowed to break when the test tells it to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// More elements than were requested (§1.1).
    #[doc(alias = "REQUEST_OVERFLOW")]
    ExceedDemand,
    /// It does not notice cancel: keeps its subscriber, and goes on signalling (§1.8, §3.13). So does a
    /// publisher that loses the race against a cancel, and what it had to send is late (§2.8).
    #[doc(alias = "CLEANUP_ON_TERMINATE")]
    #[doc(alias = "DEFER_CANCELLATION")]
    SignalAfterCancel,
    /// A second `on_subscribe` to the same subscriber (§2.12).
    SecondSubscription,
    /// No `on_subscribe` (§1.9).
    NoSubscription,
}
