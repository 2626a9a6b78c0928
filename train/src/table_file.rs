//! Writes learned tables for the Python scripts: a u32 key and an f32 value for each entry, little
//! endian. `train/pack.py` reads them.

use std::fs;
use std::path::Path;

use crate::error::Result;

/// A model file stores log-odds as i8, so they are clipped to this absolute value and rounded to
/// 127 steps. The odds at the limit are 55 to 1.
pub(crate) const LOG_ODDS_LIMIT: f32 = 4.0;

/// Rounds log-odds as the model file does, so that training sees the values that the library reads.
pub(crate) fn rounded(log_odds: f32) -> f32 {
    let most = f32::from(i8::MAX);
    let step = LOG_ODDS_LIMIT / most;
    (log_odds / step).round().clamp(-most, most) * step
}

/// Writes a table.
pub(crate) fn write(path: &Path, entries: &[(u32, f32)]) -> Result<()> {
    let mut bytes = Vec::with_capacity(entries.len() * 8);
    for (key, value) in entries {
        bytes.extend(key.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    Ok(fs::write(path, bytes)?)
}
