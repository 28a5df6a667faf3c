/// What knows how many of its elements have not been acknowledged.
pub trait Lag: Send + Sync {
    /// How many elements the source has that nobody has acknowledged, those included that are being worked
    /// on; `None` as long as it does not know.
    fn lag(&self) -> Option<u64>;
}
