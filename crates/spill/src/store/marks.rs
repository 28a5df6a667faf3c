//! What has to be known beside the elements: how many were accepted, and how far they were delivered.
//!
//! The file holds two slots that are written in turn, so one of them is whole at any moment. It is written
//! after a commit has succeeded, and before elements are delivered, and never synchronized: it may be behind
//! the elements, and then says less than is true.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

const SLOT: usize = 3 * size_of::<u64>() + size_of::<u32>();

#[derive(Debug)]
pub(crate) struct Marks {
    file: File,
    /// How often it was written; tells which slot is the latest.
    generation: u64,
    accepted: u64,
    delivered: u64,
}

impl Marks {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let latest = bytes.chunks_exact(SLOT).filter_map(parse).max().unwrap_or_default();
        let [generation, accepted, delivered] = latest;
        Ok(Self { file, generation, accepted, delivered })
    }

    /// How many elements have been accepted, at least.
    pub(crate) fn accepted(&self) -> u64 {
        self.accepted
    }

    /// All elements before this one have been delivered.
    pub(crate) fn delivered(&self) -> u64 {
        self.delivered
    }

    pub(crate) fn accept(&mut self, accepted: u64) -> io::Result<()> {
        self.write(accepted, self.delivered)
    }

    pub(crate) fn deliver(&mut self, delivered: u64) -> io::Result<()> {
        if delivered > self.delivered { self.write(self.accepted, delivered) } else { Ok(()) }
    }

    fn write(&mut self, accepted: u64, delivered: u64) -> io::Result<()> {
        let generation = self.generation + 1;
        let mut slot = [0; SLOT];
        for (place, value) in slot.chunks_exact_mut(8).zip([generation, accepted, delivered]) {
            place.copy_from_slice(&value.to_le_bytes());
        }
        let sum = crc32fast::hash(&slot[..SLOT - 4]).to_le_bytes();
        slot[SLOT - 4..].copy_from_slice(&sum);
        self.file.seek(SeekFrom::Start(generation % 2 * SLOT as u64))?;
        self.file.write_all(&slot)?;
        (self.generation, self.accepted, self.delivered) = (generation, accepted, delivered);
        Ok(())
    }
}

fn parse(slot: &[u8]) -> Option<[u64; 3]> {
    let (values, sum) = slot.split_at_checked(SLOT - 4)?;
    if sum != crc32fast::hash(values).to_le_bytes() {
        return None;
    }
    let mut values = values.chunks_exact(8).map(|value| value.try_into().map(u64::from_le_bytes));
    let mut value = || values.next()?.ok();
    Some([value()?, value()?, value()?])
}
