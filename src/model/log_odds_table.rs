//! Log-odds by hashed key.

/// A hash table from keys to log-odds.
#[derive(Clone, Debug, Default)]
pub(crate) struct LogOddsTable {
    /// Open addressing with linear probing. Key 0 marks an empty slot. The length is a power of
    /// two, and at most two thirds of the slots are used.
    keys: Vec<u32>,
    /// The values are apart from the keys, because most lookups find no key and read keys alone.
    values: Vec<f32>,
}

impl LogOddsTable {
    /// Builds a table. Key 0 is skipped; the first value of a repeated key counts.
    pub(crate) fn new(entries: &[(u32, f32)]) -> Self {
        if entries.is_empty() {
            return LogOddsTable::default();
        }
        let length = (entries.len() * 3 / 2 + 1).next_power_of_two();
        let (mut keys, mut values) = (vec![0u32; length], vec![0f32; length]);
        for &(key, value) in entries.iter().filter(|(key, _)| *key != 0) {
            let mut slot = key as usize & (length - 1);
            while keys[slot] != 0 && keys[slot] != key {
                slot = (slot + 1) & (length - 1);
            }
            if keys[slot] == 0 {
                (keys[slot], values[slot]) = (key, value);
            }
        }
        LogOddsTable { keys, values }
    }

    /// Returns the value of `key`.
    pub(crate) fn get(&self, key: u32) -> Option<f32> {
        let mask = self.keys.len().checked_sub(1)?;
        let mut slot = key as usize & mask;
        loop {
            let found = self.keys[slot];
            if found == key {
                return self.values.get(slot).copied();
            }
            if found == 0 {
                return None;
            }
            slot = (slot + 1) & mask;
        }
    }
}
