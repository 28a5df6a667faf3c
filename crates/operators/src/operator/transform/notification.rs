/// A signal of a publisher as a value: what [`materialize`](crate::ext::TransformExt::materialize)
/// gives and [`dematerialize`](crate::ext::TransformExt::dematerialize) takes.
#[doc(alias = "Signal")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notification<T, E> {
    /// An element.
    Next(T),
    /// The end, by failure.
    Error(E),
    /// The end.
    Complete,
}
