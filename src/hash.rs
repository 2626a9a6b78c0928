//! A fixed hash, the same on every machine and in every run: keys of the learned tables and of the phrase maps.

use std::hash::{BuildHasherDefault, Hasher};

/// What FNV-1a of 64 bits begins with (Fowler, Noll and Vo; parameters from the IETF draft `draft-eastlake-fnv`).
pub(crate) const FNV_START: u64 = 0xCBF2_9CE4_8422_2325;

/// Takes a byte into a hash of FNV-1a.
pub(crate) const fn fnv_step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01B3)
}

/// FNV-1a, 64 bits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(FNV_START)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, &byte| fnv_step(hash, byte));
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

/// The key of a text in lower case, its full-width ASCII as ASCII.
pub(crate) fn key_of_lower(space: u8, text: &str) -> u32 {
    let mut hash = Fnv::default();
    hash.write(&[space]);
    let mut buffer = [0u8; 4];
    for c in text.chars() {
        match c {
            '\0'..='\x7F' => hash.write(&[c.to_ascii_lowercase() as u8]),
            '\u{FF01}'..='\u{FF5E}' => {
                hash.write(&[((c as u32 - 0xFEE0) as u8).to_ascii_lowercase()])
            }
            _ => c.to_lowercase().for_each(|c| hash.write(c.encode_utf8(&mut buffer).as_bytes())),
        }
    }
    fold(hash.finish())
}

/// The key of two keys in a row.
pub(crate) fn key_of_keys(space: u8, first: u32, second: u32) -> u32 {
    let both = (u64::from(first) << 32 | u64::from(second)).wrapping_add(u64::from(space) << 56);
    // The odd constant is 2^64 over the golden ratio: multiplying by it spreads the bits (Knuth, volume 3, 6.4).
    let spread = (both ^ both >> 29).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    fold(spread ^ spread >> 32 ^ u64::from(space))
}

/// Hashes keys that are hashes already: one multiplication.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u32(u32::from(byte)));
    }

    fn write_u32(&mut self, key: u32) {
        self.0 = (self.0 ^ u64::from(key)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

/// A map from keys.
pub(crate) type KeyMap<V> = std::collections::HashMap<u32, V, BuildHasherDefault<Spread>>;

/// 64 bits folded to 32, as the draft advises.
fn fold(hash: u64) -> u32 {
    (hash ^ (hash >> 32)) as u32
}
