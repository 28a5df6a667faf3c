use std::sync::Arc;

use super::gate::Gate;
use super::session::Session;

/// Who reads: one for all partitions, or one for each.
#[derive(Clone, Debug)]
pub(crate) enum Outlet {
    Together(Arc<Gate>),
    Apart(Arc<Gate>),
}

/// Keeps a membership as long as somebody reads.
#[derive(Debug)]
pub(crate) struct Reading(Arc<Session>);

impl Reading {
    /// Becomes a member for who reads from `outlet`, if it is not one for somebody else.
    pub(crate) fn first(session: &Arc<Session>, outlet: &Outlet) -> Option<Self> {
        session.enter(outlet).then(|| Self(Arc::clone(session)))
    }

    pub(crate) fn another(&self) -> Self {
        self.0.add_reader();
        Self(Arc::clone(&self.0))
    }

    pub(crate) fn session(&self) -> &Session {
        &self.0
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.0.remove_reader();
    }
}
