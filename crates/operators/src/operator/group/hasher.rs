use std::hash::{BuildHasherDefault, Hasher};

/// Quick, and easy to find collisions for: what that could do is bounded, as the number of groups is.
#[derive(Clone, Copy, Default)]
pub(super) struct QuickHasher(u64);

pub(super) type BuildQuickHasher = BuildHasherDefault<QuickHasher>;

impl QuickHasher {
    /// The fractional part of the golden ratio: multiplying by it spreads neighbours widely (Knuth, The
    /// Art of Computer Programming, 6.4).
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(Self::FACTOR);
    }
}

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.mix(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, n: u8) {
        self.mix(n.into());
    }

    fn write_u16(&mut self, n: u16) {
        self.mix(n.into());
    }

    fn write_u32(&mut self, n: u32) {
        self.mix(n.into());
    }

    fn write_u64(&mut self, n: u64) {
        self.mix(n);
    }

    fn write_usize(&mut self, n: usize) {
        self.mix(n as u64);
    }

    fn finish(&self) -> u64 {
        // The table takes the low bits, and multiplying has filled the high ones.
        self.0.rotate_left(26)
    }
}
