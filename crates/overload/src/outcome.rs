/// What a call has come to, for those who learn from that.
///
/// | | [`AdaptiveLimit`](crate::AdaptiveLimit) | [`CircuitBreaker`](crate::CircuitBreaker) |
/// |---|---|---|
/// | `Success` | its latency counts | a success, unless it was slow |
/// | `Overloaded` | the limit falls | a failure |
/// | `Failed` | says nothing | a failure |
/// | `Ignored` | says nothing | says nothing |
///
/// So one function can judge for both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It was answered.
    Success,
    /// It was refused or came too late, because there is too much to do.
    Overloaded,
    /// It has failed.
    Failed,
    /// It says nothing about who was called: the request was wrong, or nobody waited for the answer.
    Ignored,
}

impl Outcome {
    /// Success for a value, and failure for an error.
    pub fn of<T, E>(result: &Result<T, E>) -> Self {
        if result.is_ok() { Self::Success } else { Self::Failed }
    }
}
