use std::error::Error;
use std::fmt;

/// Why a sink has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SinkError<E> {
    /// The upstream failed.
    Upstream(E),
    /// The upstream dropped its subscriber without a terminal signal: it broke §1.4, or what it runs
    /// on has shut down.
    Abandoned,
    /// The upstream completed without the one element that it owed.
    Empty,
}

impl<E: fmt::Display> fmt::Display for SinkError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Upstream(error) => error.fmt(f),
            Self::Abandoned => f.write_str(
                "the publisher dropped its subscriber without a terminal signal (rule §1.4)",
            ),
            Self::Empty => f.write_str("the publisher completed without the element that it owed"),
        }
    }
}

impl<E: Error> Error for SinkError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        // `Upstream` displays as the error itself, so what follows is that error's source.
        match self {
            Self::Upstream(error) => error.source(),
            Self::Abandoned | Self::Empty => None,
        }
    }
}
