//! Shares in a byte, because a text has a dozen of them for each line.

/// A share, 0 to 1, or nothing to take a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ByteShare(u8);

impl ByteShare {
    /// There is nothing to take a share of.
    pub(crate) const NONE: ByteShare = ByteShare(u8::MAX);
    /// The byte of a share of 1.
    const ONE: f32 = 250.0;

    /// Returns the share of `part` in `whole`.
    pub(crate) fn new(part: f32, whole: f32) -> Self {
        if whole <= 0.0 {
            ByteShare::NONE
        } else {
            ByteShare(((part / whole).clamp(0.0, 1.0) * ByteShare::ONE).round() as u8)
        }
    }

    /// Returns the share, or -1 without one.
    pub(crate) fn value(self) -> f32 {
        if self == ByteShare::NONE { -1.0 } else { f32::from(self.0) / ByteShare::ONE }
    }
}
