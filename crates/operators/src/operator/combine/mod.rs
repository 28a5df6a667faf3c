mod chain;
mod combine_latest;
mod combine_latest_delayed;
mod concat;
mod first;
mod followed;
mod gathered;
mod interleave;
mod lanes;
mod merge;
mod merge_all;
mod merge_comparing;
mod merge_preferred;
mod merge_sequence;
mod merge_sequential;
mod sequence_equal;
mod shares;
mod switch_if_empty;
mod when;
mod with_latest_from;
mod zip;
mod zip_all;
mod zip_delayed;
mod zip_iter;
mod zip_longest;
mod zip_many;
mod zip_with;

use std::num::NonZeroUsize;

pub use chain::{Always, Chain};
pub use combine_latest::CombineLatest;
pub use combine_latest_delayed::CombineLatestDelayed;
pub use concat::{Concat, concat};
pub use first::{FirstWithSignal, FirstWithValue, first_with_signal, first_with_value};
pub use followed::Followed;
pub use gathered::Gathered;
pub use interleave::{InTurn, interleave};
pub use lanes::{Lane, Lanes, WeightedLane, strict_lanes, weighted_lanes};
pub use merge::{Merge, MergedWith};
pub use merge_all::{MergeAll, merge_all};
pub use merge_comparing::{Comparing, merge_comparing};
pub use merge_preferred::{Preferred, merge_preferred};
pub use merge_sequence::{Numbered, merge_sequence};
pub use merge_sequential::merge_sequential;
pub use sequence_equal::SequenceEqual;
pub use shares::Shares;
pub use switch_if_empty::{IfEmpty, SwitchIfEmpty};
pub use when::{When, when};
pub use with_latest_from::WithLatestFrom;
pub use zip::Zip;
pub use zip_all::ZipAll;
pub use zip_delayed::ZipDelayed;
pub use zip_iter::ZipIter;
pub use zip_longest::ZipLongest;
pub use zip_many::{Zip3, Zip4, zip3, zip4};
pub use zip_with::ZipWith;

/// What is requested beforehand of each side, where two are brought together.
pub(crate) const PREFETCH: NonZeroUsize = NonZeroUsize::new(32).expect("32 is not zero");

/// The same for two whose elements meet in pairs: each round of requests is the cost of many pairs.
pub(crate) const PAIR_PREFETCH: NonZeroUsize = NonZeroUsize::new(256).expect("256 is not zero");
