//! Where in a pipeline the code that runs stands, so that subscriptions find the stage below them.
//!
//! A subscription that is made inside `subscribe`, or inside a signal, belongs above the edge into whose
//! stage that call has led. So each call that passes an observed edge says on which side it is.

use std::cell::Cell;

use crate::probe::ProbeId;

thread_local! {
    static BELOW: Cell<ProbeId> = const { Cell::new(ProbeId::NONE) };
}

/// The edge below the code that runs.
pub(crate) fn below() -> ProbeId {
    BELOW.get()
}

/// As long as it lives, the code that runs stands above this edge.
pub(crate) struct Above(ProbeId);

impl Above {
    #[inline]
    pub(crate) fn enter(edge: ProbeId) -> Self {
        Self(BELOW.replace(edge))
    }
}

impl Drop for Above {
    #[inline]
    fn drop(&mut self) {
        BELOW.set(self.0);
    }
}
