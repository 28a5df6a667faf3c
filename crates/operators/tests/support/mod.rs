//! What tests of several operators need, and a user of the library does not.
#![allow(clippy::unwrap_used)] // all of it is test code

use std::num::NonZeroUsize;

pub(crate) fn capacity(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}
