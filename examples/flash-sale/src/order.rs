//! What customers want.

use serde::{Deserialize, Serialize};

/// An order, with the key by which it is known: however often it is sent, it is one order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The idempotency key, which the client has made.
    pub key: String,
    /// What is ordered, and by whom.
    pub basket: Basket,
}

/// What is ordered, and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basket {
    /// The number of the customer.
    pub customer: u32,
    /// The number of the article.
    pub article: u32,
    /// How many of it.
    pub quantity: u32,
}

/// The lane on which an order comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Somebody waits for the answer.
    Interactive,
    /// Part of an import: nobody waits.
    Batch,
}

impl Lane {
    /// The name in the database, and in metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Interactive => "interactive",
            Self::Batch => "batch",
        }
    }
}
