//! Hashes that are the same on every machine and in every run: keys of the learned tables and of
//! the phrase table. The hashes of maps differ in each map.

use std::hash::{BuildHasher, Hasher, RandomState};

use crate::unicode::folding::half_width;

/// The start value of 64-bit FNV-1a (Fowler, Noll and Vo; IETF draft `draft-eastlake-fnv`).
pub(crate) const FNV_START: u64 = 0xCBF2_9CE4_8422_2325;
/// The prime of 64-bit FNV-1a.
const FNV_PRIME: u64 = 0x0000_0100_0000_01B3;
/// 2^64 divided by the golden ratio, made odd. Multiplying by it spreads the bits of a number
/// (Knuth, volume 3, 6.4).
pub(crate) const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Adds a byte to an FNV-1a hash.
pub(crate) const fn fnv_step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(FNV_PRIME)
}

/// 64-bit FNV-1a.
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

/// Returns the 32-bit key of a string in a learned table. The `space` separates the keys of
/// different tables.
pub(crate) fn key(space: u8, text: &str) -> u32 {
    let mut hash = Fnv::default();
    hash.write(&[space]);
    hash.write(text.as_bytes());
    fold_to_32(hash.finish())
}

/// Returns the key of a text in lower case, with full-width ASCII as ASCII.
pub(crate) fn key_of_lower(space: u8, text: &str) -> u32 {
    if text.is_ascii() {
        return key_of_ascii_lower(space, text.as_bytes());
    }
    let mut hash = Fnv::default();
    hash.write(&[space]);
    let mut buffer = [0u8; 4];
    for c in text.chars() {
        match half_width(c) {
            c @ '\0'..='\x7F' => hash.write(&[c.to_ascii_lowercase() as u8]),
            c => c.to_lowercase().for_each(|c| hash.write(c.encode_utf8(&mut buffer).as_bytes())),
        }
    }
    fold_to_32(hash.finish())
}

/// Returns the key of ASCII in lower case.
pub(crate) fn key_of_ascii_lower(space: u8, text: &[u8]) -> u32 {
    let start = fnv_step(FNV_START, space);
    fold_to_32(text.iter().fold(start, |hash, byte| fnv_step(hash, byte.to_ascii_lowercase())))
}

/// Returns the key of two keys in a row.
pub(crate) fn key_of_keys(space: u8, first: u32, second: u32) -> u32 {
    let both = (u64::from(first) << 32 | u64::from(second)).wrapping_add(u64::from(space) << 56);
    let spread = (both ^ both >> 29).wrapping_mul(GOLDEN);
    fold_to_32(spread ^ spread >> 32 ^ u64::from(space))
}

/// Returns the key of a sequence of keys. It depends on all of them: a dozen steps of
/// [`key_of_keys`] shift the first key out.
pub(crate) fn key_of_sequence(space: u8, keys: impl Iterator<Item = u32>) -> u32 {
    let mut hash = u64::from(space);
    for key in keys {
        hash = (hash.rotate_left(5) ^ u64::from(key)).wrapping_mul(GOLDEN);
    }
    fold_to_32(hash)
}

/// A fast hasher for the maps of one document: one multiplication for eight bytes, or for a key.
///
/// If an author of pages knew the factor, thousands of texts could have one hash, and each of them
/// would be compared with all others. So each map has its own. No result depends on it, because
/// nothing reads the order of a map.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FastHasher {
    state: u64,
    factor: u64,
}

impl FastHasher {
    fn add(&mut self, word: u64) {
        let product = u128::from(self.state ^ word) * u128::from(self.factor);
        self.state = product as u64 ^ (product >> 64) as u64;
    }
}

/// Makes the hashers of a map.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FastState(FastHasher);

impl Default for FastState {
    fn default() -> Self {
        let random = RandomState::new();
        FastState(FastHasher { state: random.hash_one(0), factor: random.hash_one(1) | 1 })
    }
}

impl BuildHasher for FastState {
    type Hasher = FastHasher;

    fn build_hasher(&self) -> FastHasher {
        self.0
    }
}

impl Hasher for FastHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            self.add(
                rest.iter().fold(rest.len() as u64, |word, &byte| word << 8 | u64::from(byte)),
            );
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(u64::from(byte));
    }

    fn write_u32(&mut self, key: u32) {
        self.add(u64::from(key));
    }

    fn finish(&self) -> u64 {
        self.state
    }
}

/// A map for one document.
pub(crate) type FastMap<K, V> = std::collections::HashMap<K, V, FastState>;

/// A map from keys.
pub(crate) type KeyMap<V> = FastMap<u32, V>;

/// A set of keys. Most keys that are not in it are found out with one bit.
#[derive(Clone, Debug)]
pub(crate) struct KeySet {
    sorted: Vec<u32>,
    bits: [u64; KeySet::BITS / 64],
}

impl KeySet {
    /// Ten times the words of a title, a description or a list of names.
    const BITS: usize = 1024;

    pub(crate) fn new(keys: impl Iterator<Item = u32>) -> KeySet {
        let mut set = KeySet { sorted: keys.collect(), bits: [0; KeySet::BITS / 64] };
        set.sorted.sort_unstable();
        set.sorted.dedup();
        for &key in &set.sorted {
            set.bits[Self::word(key)] |= 1 << (key % 64);
        }
        set
    }

    /// Returns the position of a key's word among the bits.
    fn word(key: u32) -> usize {
        key as usize / 64 % (Self::BITS / 64)
    }

    pub(crate) fn len(&self) -> usize {
        self.sorted.len()
    }

    pub(crate) fn contains(&self, key: u32) -> bool {
        let may_have = self.bits[Self::word(key)] >> (key % 64) & 1 == 1;
        may_have && self.sorted.binary_search(&key).is_ok()
    }
}

/// Folds 64 bits to 32, as the FNV draft advises.
fn fold_to_32(hash: u64) -> u32 {
    (hash ^ (hash >> 32)) as u32
}
