//! Pseudo-random numbers that depend on names only, so that every run gives the same data.

/// 2^64 divided by the golden ratio: the multiplier of Fibonacci hashing (Knuth, TAOCP 3, 6.4) and
/// the increment of SplitMix64.
pub(crate) const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The generator SplitMix64 (Steele, Lea and Flood 2014).
pub(crate) struct SplitMix64(pub(crate) u64);

impl SplitMix64 {
    /// Returns the next number, from 0 up to but not including 1.
    pub(crate) fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(GOLDEN);
        let mut x = self.0;
        x = (x ^ x >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ x >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        // An f32 has 24 significant bits.
        ((x ^ x >> 31) >> 40) as f32 / (1u64 << 24) as f32
    }
}
