//! Reads the fields of a model in order.

use crate::kind::Kind;
use crate::model::error::ModelError;
use crate::model::limits::{MAX_FEATURES, MAX_KINDS};
use crate::model::log_odds_table::LogOddsTable;

/// The first bytes of a model file.
pub(crate) const MAGIC: &[u8; 8] = b"DECHROM1";

/// The unread rest of a model.
#[derive(Debug)]
pub(crate) struct ModelReader<'b> {
    bytes: &'b [u8],
}

impl<'b> ModelReader<'b> {
    /// Reads the first bytes.
    ///
    /// # Errors
    ///
    /// Fails if the bytes are not a model.
    pub(super) fn start(bytes: &'b [u8]) -> Result<Self, ModelError> {
        let mut reader = ModelReader { bytes };
        if reader.take(MAGIC.len())? != MAGIC {
            return Err(ModelError::Malformed("not a model file"));
        }
        Ok(reader)
    }

    /// Reads the start of a model and compares its feature names with those of the library.
    ///
    /// # Errors
    ///
    /// Fails if the bytes are not a model, or if a name differs.
    pub(crate) fn open<'n>(
        bytes: &'b [u8],
        names: impl ExactSizeIterator<Item = &'n str>,
    ) -> Result<Self, ModelError> {
        let mut reader = ModelReader::start(bytes)?;
        if reader.u16()? as usize != names.len() || names.len() > MAX_FEATURES {
            return Err(ModelError::Malformed("another number of features"));
        }
        for (position, expected) in names.enumerate() {
            let found = reader.name()?;
            if found != expected {
                let (found, expected) = (found.to_owned(), expected.to_owned());
                return Err(ModelError::Features { position, found, expected });
            }
        }
        Ok(reader)
    }

    /// Reads the list of kinds that a model votes on.
    pub(super) fn kinds(&mut self) -> Result<Vec<Kind>, ModelError> {
        let count = usize::from(self.u8()?);
        if count > MAX_KINDS {
            return Err(ModelError::Malformed("too many kinds"));
        }
        let mut kinds = Vec::with_capacity(count);
        for _ in 0..count {
            let name = self.name()?;
            kinds.push(name.parse().map_err(|_| ModelError::Malformed("an unknown kind"))?);
        }
        Ok(kinds)
    }

    /// Returns how many bytes are unread.
    #[cfg_attr(not(any(test, feature = "_train")), allow(dead_code))]
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Reads records of `N` bytes.
    pub(super) fn records<const N: usize>(
        &mut self,
        count: usize,
    ) -> Result<&'b [[u8; N]], ModelError> {
        Ok(self.take(count.saturating_mul(N))?.as_chunks().0)
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'b [u8], ModelError> {
        let (taken, rest) =
            self.bytes.split_at_checked(count).ok_or(ModelError::Malformed("ends too early"))?;
        self.bytes = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        self.take(N)?.try_into().map_err(|_| ModelError::Malformed("ends too early"))
    }

    pub(super) fn u8(&mut self) -> Result<u8, ModelError> {
        Ok(self.array::<1>()?[0])
    }

    pub(super) fn u16(&mut self) -> Result<u16, ModelError> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    pub(super) fn u32(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub(super) fn f32(&mut self) -> Result<f32, ModelError> {
        Ok(f32::from_le_bytes(self.array()?))
    }

    pub(super) fn name(&mut self) -> Result<&'b str, ModelError> {
        let length = self.u8()? as usize;
        std::str::from_utf8(self.take(length)?)
            .map_err(|_| ModelError::Malformed("a name is not UTF-8"))
    }
}

impl ModelReader<'static> {
    /// Opens the tables at the end of a compiled model.
    pub(crate) fn tables(&mut self) -> Result<Vec<LogOddsTable>, ModelError> {
        let count = self.u8()?;
        (0..count).map(|_| self.table()).collect()
    }

    /// Opens one table of log-odds.
    fn table(&mut self) -> Result<LogOddsTable, ModelError> {
        let scale = self.f32()?;
        let slots = self.u32()? as usize;
        let (keys, values) = (self.records(slots)?, self.take(slots)?);
        // A lookup ends at an empty slot.
        if slots > 0 && !(slots.is_power_of_two() && keys.contains(&[0; 4])) {
            return Err(ModelError::Malformed("a table without an empty slot"));
        }
        Ok(LogOddsTable::open(keys, values, scale))
    }
}
