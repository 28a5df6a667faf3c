/// How a stream has come to its end.
#[doc(alias = "SignalType")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Termination {
    /// It completed.
    Complete,
    /// It failed.
    Error,
    /// The downstream cancelled.
    Cancel,
    /// The subscriber was dropped without a terminal signal: user code panicked, or the upstream broke
    /// §1.4.
    Abandoned,
}
