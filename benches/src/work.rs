//! The work that is done with one element: next to nothing, so that what is measured is the way to it.

pub fn mapped(x: u64) -> u64 {
    x.wrapping_mul(3)
}

pub(crate) fn wanted(x: &u64) -> bool {
    x & 1 == 0
}

/// Where a chain ends. A plain sum over a range would be a formula, and the compiler knows it.
pub fn mix(total: u64, x: u64) -> u64 {
    total.wrapping_add(x ^ (x >> 7))
}

/// [`mix`] for elements of which each is wrapped into a future.
#[cfg(feature = "peers")]
pub(crate) fn mix_ready(total: u64, x: u64) -> std::future::Ready<u64> {
    std::future::ready(mix(total, x))
}

/// The range from 0 to `n` by hand.
#[cfg(feature = "peers")]
pub(crate) fn mixed_range(n: u64) -> u64 {
    (0..n).fold(0, mix)
}
