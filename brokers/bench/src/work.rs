//! What is sent: numbered elements of one size.

use std::fmt;

/// So many elements of so many bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work {
    pub(crate) elements: u64,
    pub(crate) size: usize,
}

impl Work {
    /// The element of that number: it begins with it.
    pub(crate) fn payload(self, number: u64) -> Vec<u8> {
        let mut payload = vec![b'.'; self.size];
        payload[..8].copy_from_slice(&number.to_le_bytes());
        payload
    }

    /// How the size is called.
    pub(crate) fn size(self) -> impl fmt::Display {
        match self.size {
            kib if kib % 1024 == 0 => format!("{} KiB", kib / 1024),
            size => format!("{size} B"),
        }
    }
}
