//! Builds hash tables from keys to log-odds. The build script, tests and training run this.

/// Spreads entries over the slots of a table. Key 0 is skipped; the first value of a repeated key
/// counts.
pub(super) fn slots<V: Copy + Default>(entries: &[(u32, V)]) -> (Vec<u32>, Vec<V>) {
    if entries.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let length = (entries.len() * 3 / 2 + 1).next_power_of_two();
    let (mut keys, mut values) = (vec![0u32; length], vec![V::default(); length]);
    for &(key, value) in entries.iter().filter(|(key, _)| *key != 0) {
        let mut slot = key as usize & (length - 1);
        while keys[slot] != 0 && keys[slot] != key {
            slot = (slot + 1) & (length - 1);
        }
        if keys[slot] == 0 {
            (keys[slot], values[slot]) = (key, value);
        }
    }
    (keys, values)
}
