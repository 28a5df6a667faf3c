use super::Notification;
use crate::engine::{Stage, Step};

/// Stage for [`TransformExt::dematerialize`](crate::ext::TransformExt::dematerialize).
#[derive(Clone, Debug)]
pub struct Dematerialize;

impl<T: Send + 'static, E> Stage<Notification<T, E>, E> for Dematerialize {
    type Item = T;
    const SKIPS: bool = false;

    fn step(&mut self, item: Notification<T, E>) -> Step<T, E> {
        match item {
            Notification::Next(item) => Step::Next(item),
            Notification::Error(error) => Step::Error(error),
            Notification::Complete => Step::Complete,
        }
    }
}
