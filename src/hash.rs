//! A fixed hash, the same on every machine and in every run: keys of the learned tables and of the phrase maps.

use std::hash::{BuildHasherDefault, Hasher};

/// FNV-1a, 64 bits (Fowler, Noll and Vo; parameters from the IETF draft `draft-eastlake-fnv`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xCBF2_9CE4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A map with the fixed hash.
pub(crate) type Map<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Fnv>>;

/// The 32-bit key of a string in a learned table. `space` keeps the tables' keys apart.
pub(crate) fn key(space: u8, text: &str) -> u32 {
    let mut hash = Fnv::default();
    hash.write(&[space]);
    hash.write(text.as_bytes());
    fold(hash.finish())
}

/// 64 bits folded to 32, as the draft advises.
fn fold(hash: u64) -> u32 {
    (hash ^ (hash >> 32)) as u32
}
