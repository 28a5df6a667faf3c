use std::collections::VecDeque;
use std::sync::Arc;

use super::partition::Partition;

/// The partitions that are assigned to this member.
#[derive(Debug, Default)]
pub(crate) struct Assignment {
    partitions: Arc<[Arc<Partition>]>,
    /// Those that nobody has been told of yet, if each is to be read by itself.
    offered: VecDeque<Arc<Partition>>,
    is_known: bool,
}

impl Assignment {
    pub(crate) fn add(&mut self, added: Vec<Arc<Partition>>, is_offered: bool) {
        self.is_known = true;
        if is_offered {
            self.offered.extend(added.iter().cloned());
        }
        self.partitions = self.partitions.iter().cloned().chain(added).collect();
    }

    pub(crate) fn remove(&mut self, removed: &[Arc<Partition>]) {
        let is_kept =
            |partition: &Arc<Partition>| !removed.iter().any(|gone| Arc::ptr_eq(partition, gone));
        self.partitions = self.partitions.iter().filter(|&kept| is_kept(kept)).cloned().collect();
        self.offered.retain(is_kept);
    }

    /// Another list whenever some have come or gone.
    pub(crate) fn partitions(&self) -> &Arc<[Arc<Partition>]> {
        &self.partitions
    }

    pub(crate) fn take_offered(&mut self) -> Option<Arc<Partition>> {
        self.offered.pop_front()
    }

    /// As [`partitions`](Self::partitions), once the group has assigned any, or said that there are none.
    pub(crate) fn known(&self) -> Option<Arc<[Arc<Partition>]>> {
        self.is_known.then(|| Arc::clone(&self.partitions))
    }
}
