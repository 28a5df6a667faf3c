//! One stream to several subscribers: each element to all of them, when each has asked for one.

mod block;
mod fanout;
mod gate;
mod hub;
mod inlet;
mod member;

pub(crate) use hub::{Hub, Spread, WhenLeft};
