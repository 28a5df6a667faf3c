//! What customers want, and what it comes to.

use serde::{Deserialize, Serialize};

/// So many products there are.
pub const PRODUCTS: u64 = 12;
const CUSTOMERS: u64 = 5_000;

/// Tax, in percent, in each country.
const TAX: [u64; 4] = [19, 20, 22, 25];

/// An order, as the shop takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Which order it is: however often it is delivered, it is one order.
    pub number: u64,
    /// Who ordered. The orders of a customer are in one partition, and so are kept in order.
    pub customer: u64,
    /// What is ordered.
    pub product: u64,
    /// How many of it.
    pub quantity: u64,
    /// Where it is sent.
    pub country: usize,
}

impl Order {
    /// The order with this number, which is the same on each run and in each process.
    pub fn numbered(number: u64) -> Self {
        let [customer, product, quantity, country] = [1, 2, 3, 4].map(|n| mix(number << 3 | n));
        Self {
            number,
            customer: customer % CUSTOMERS,
            product: product % PRODUCTS,
            quantity: 1 + quantity % 5,
            country: country as usize % TAX.len(),
        }
    }

    /// What it comes to.
    pub fn priced(&self) -> Priced {
        let cents = (199 + 350 * self.product) * self.quantity;
        // A country that is not known has no tax.
        let tax = TAX.get(self.country).map_or(0, |percent| cents * percent / 100);
        let &Self { number, customer, product, quantity, .. } = self;
        Priced { number, customer, product, quantity, cents, tax }
    }
}

/// An order with its price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priced {
    /// The number of the order.
    pub number: u64,
    /// Who ordered.
    pub customer: u64,
    /// What is ordered.
    pub product: u64,
    /// How many of it.
    pub quantity: u64,
    /// The price of all of it.
    pub cents: u64,
    /// The tax on that.
    pub tax: u64,
}

/// The finalizer of SplitMix64: from one number another, as if at random.
fn mix(number: u64) -> u64 {
    let z = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
