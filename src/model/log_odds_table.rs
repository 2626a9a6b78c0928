//! Log-odds by hashed key.
//!
//! The library reads its tables in place. `compile.rs` writes them, and training builds others in
//! memory.

use std::borrow::Cow;

#[cfg(any(test, feature = "_train"))]
use crate::model::slots::slots;

/// A hash table from keys to log-odds.
#[derive(Clone, Debug, Default)]
pub(crate) struct LogOddsTable {
    /// Open addressing with linear probing, little endian. Key 0 marks an empty slot. The length is
    /// a power of two, and at most two thirds of the slots are used.
    keys: Cow<'static, [[u8; 4]]>,
    /// The values are apart from the keys, because most lookups find no key and read keys alone.
    values: SlotValues,
}

/// The values of the slots.
#[derive(Clone, Debug)]
enum SlotValues {
    /// One `i8` per slot, in units of `scale`.
    InPlace { values: &'static [u8], scale: f32 },
    #[cfg(any(test, feature = "_train"))]
    InMemory(Vec<f32>),
}

impl Default for SlotValues {
    fn default() -> Self {
        SlotValues::InPlace { values: &[], scale: 0.0 }
    }
}

impl LogOddsTable {
    /// Opens a table. The number of slots is a power of two, and one of them is empty.
    pub(super) fn open(keys: &'static [[u8; 4]], values: &'static [u8], scale: f32) -> Self {
        LogOddsTable { keys: Cow::Borrowed(keys), values: SlotValues::InPlace { values, scale } }
    }

    /// Builds a table. Key 0 is skipped; the first value of a repeated key counts.
    #[cfg(any(test, feature = "_train"))]
    pub(crate) fn new(entries: &[(u32, f32)]) -> Self {
        let (keys, values) = slots(entries);
        let keys: Vec<[u8; 4]> = keys.into_iter().map(u32::to_le_bytes).collect();
        LogOddsTable { keys: Cow::Owned(keys), values: SlotValues::InMemory(values) }
    }

    /// Returns the value of `key`.
    #[inline]
    pub(crate) fn get(&self, key: u32) -> Option<f32> {
        let keys = &*self.keys;
        let mask = keys.len().checked_sub(1)?;
        let mut slot = key as usize & mask;
        loop {
            let found = u32::from_le_bytes(keys[slot]);
            if found == key {
                return self.values.get(slot);
            }
            if found == 0 {
                return None;
            }
            slot = (slot + 1) & mask;
        }
    }
}

impl SlotValues {
    /// Returns the value of a slot.
    fn get(&self, slot: usize) -> Option<f32> {
        match self {
            SlotValues::InPlace { values, scale } => {
                values.get(slot).map(|&value| f32::from(value as i8) * scale)
            }
            #[cfg(any(test, feature = "_train"))]
            SlotValues::InMemory(values) => values.get(slot).copied(),
        }
    }
}
