//! What is sent: a number within a partition, and bytes that can be computed of both.

const HEAD: usize = 12;

/// A numbered message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Numbered {
    /// The partition that it is sent to.
    pub partition: u32,
    /// Counts the messages of the partition, from 0.
    pub number: u64,
}

impl Numbered {
    /// The bytes to send, `size` of them or as many as it takes.
    pub fn payload(self, size: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(size.max(HEAD));
        bytes.extend(self.partition.to_le_bytes());
        bytes.extend(self.number.to_le_bytes());
        let mut random = self.number ^ (u64::from(self.partition) << 48) ^ 0x9e37_79b9_7f4a_7c15;
        while bytes.len() < size {
            random = random.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            let word = (random ^ (random >> 32)).to_le_bytes();
            bytes.extend_from_slice(&word[..word.len().min(size - bytes.len())]);
        }
        bytes
    }

    /// What bytes say that they are, whether or not they are whole.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (partition, rest) = bytes.split_first_chunk()?;
        let number = rest.first_chunk()?;
        let (partition, number) = (u32::from_le_bytes(*partition), u64::from_le_bytes(*number));
        Some(Self { partition, number })
    }
}

/// Tells bytes from others (FNV-1a, over words).
pub fn fingerprint(bytes: &[u8]) -> u64 {
    let step = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3);
    let (words, rest) = bytes.as_chunks();
    let hash = words
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, word| step(hash, u64::from_le_bytes(*word)));
    let hash = rest.iter().fold(hash, |hash, byte| step(hash, u64::from(*byte)));
    step(hash, bytes.len() as u64)
}
