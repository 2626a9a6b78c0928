//! A remote file, as a store lists it.

use std::time::Duration;

/// A remote file.
#[derive(Clone, Debug)]
pub(crate) struct RemoteFile {
    pub(crate) url: String,
    /// Size in bytes.
    pub(crate) size: u64,
    /// Time of the last change, since the Unix epoch.
    pub(crate) modified: Duration,
}
