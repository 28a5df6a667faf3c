//! The border to the JVM: what an element costs that crosses it. All contenders are in `java/`.

use crate::harness::Scenario;
use crate::work::{mapped, mix, mixed_range};

pub(crate) fn to_java() -> Scenario {
    Scenario::new("J1", "a range in Rust, a total in Java", 1_000_000, mixed_range)
}

pub(crate) fn to_rust() -> Scenario {
    Scenario::new("J2", "a range in Java, a total in Rust", 1_000_000, mixed_range)
}

pub(crate) fn there_and_back() -> Scenario {
    let mapped_range = |n| (0..n).map(mapped).fold(0, mix);
    Scenario::new("J3", "a range and a total in Java, map in Rust", 1_000_000, mapped_range)
}
