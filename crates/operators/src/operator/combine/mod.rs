mod chain;
mod concat;
mod sequence_equal;
mod switch_if_empty;
mod zip;
mod zip_all;
mod zip_iter;
mod zip_longest;
mod zip_many;
mod zip_with;

use std::num::NonZeroUsize;

pub use chain::Chain;
pub use concat::{Concat, concat};
pub use sequence_equal::SequenceEqual;
pub use switch_if_empty::SwitchIfEmpty;
pub use zip::Zip;
pub use zip_all::ZipAll;
pub use zip_iter::ZipIter;
pub use zip_longest::ZipLongest;
pub use zip_many::{Zip3, Zip4, zip3, zip4};
pub use zip_with::ZipWith;

/// What is requested beforehand of each side, where two are brought together.
pub(crate) const PREFETCH: NonZeroUsize = NonZeroUsize::new(32).expect("32 is not zero");
