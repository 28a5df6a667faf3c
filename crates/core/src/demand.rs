use core::fmt;
use core::num::NonZeroU64;

/// How many more elements a subscriber is ready to take: at least one, at most unbounded.
///
/// **§3.9** is kept by this type: a demand of zero or less cannot be written, so no publisher has to
/// answer one. Arithmetic saturates at [`Demand::UNBOUNDED`], which is what **§3.17** asks for: any
/// number of requests may be added up, and nothing overflows.
///
/// ```
/// use reactive_streams::Demand;
///
/// const WINDOW: Demand = Demand::of(256); // checked by the compiler: `Demand::of(0)` does not build
///
/// assert_eq!(Demand::new(0), None);
/// assert_eq!(WINDOW.saturating_add(Demand::ONE).get(), 257);
/// assert_eq!(WINDOW.saturating_add(Demand::UNBOUNDED), Demand::UNBOUNDED);
/// ```
///
/// ```compile_fail
/// use reactive_streams::Demand;
///
/// const NONE: Demand = Demand::of(0);
/// # let _ = NONE;
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Demand(NonZeroU64);

impl Demand {
    /// Demand for a single element.
    pub const ONE: Self = Self(NonZeroU64::MIN);

    /// Demand without a limit: from here on the publisher need not count (§3.17).
    #[doc(alias = "Long.MAX_VALUE")]
    pub const UNBOUNDED: Self = Self(NonZeroU64::MAX);

    /// Demand for `n` elements, or `None` when `n` is zero.
    pub const fn new(n: u64) -> Option<Self> {
        match NonZeroU64::new(n) {
            Some(n) => Some(Self(n)),
            None => None,
        }
    }

    /// Demand for a number of elements that is known when the program is written.
    ///
    /// # Panics
    ///
    /// When `n` is zero; in a `const` that is a compile error. Use [`Demand::new`] for a number that
    /// is only known at run time.
    pub const fn of(n: u64) -> Self {
        match Self::new(n) {
            Some(demand) => demand,
            None => panic!("demand must be at least 1 (§3.9)"),
        }
    }

    /// The number of elements; `u64::MAX` for [`Demand::UNBOUNDED`].
    pub const fn get(self) -> u64 {
        self.0.get()
    }

    /// Whether this is [`Demand::UNBOUNDED`].
    pub const fn is_unbounded(self) -> bool {
        self.get() == u64::MAX
    }

    /// The sum of both demands, [`Demand::UNBOUNDED`] where it would overflow (§3.8, §3.17).
    #[must_use = "demand is a value: this returns the sum and changes nothing"]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.get()))
    }

    /// This demand `factor` times over, [`Demand::UNBOUNDED`] where it would overflow.
    ///
    /// For stages that need several elements to make one.
    #[must_use = "demand is a value: this returns the product and changes nothing"]
    pub const fn saturating_mul(self, factor: NonZeroU64) -> Self {
        Self(self.0.saturating_mul(factor))
    }
}

impl From<NonZeroU64> for Demand {
    fn from(n: NonZeroU64) -> Self {
        Self(n)
    }
}

impl From<Demand> for NonZeroU64 {
    fn from(demand: Demand) -> Self {
        demand.0
    }
}

impl fmt::Display for Demand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_unbounded() { f.pad("unbounded") } else { self.0.fmt(f) }
    }
}

impl fmt::Debug for Demand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Demand({self})")
    }
}
