//! Files in object stores and on HTTP servers, named by URLs.
//!
//! Without the feature `remote`, every function fails.

#[cfg(feature = "remote")]
mod object_stores;
mod remote_file;

use std::io::{self, Read};
use std::path::Path;

pub(crate) use remote_file::RemoteFile;

/// Schemes of URLs that name remote files.
const SCHEMES: [&str; 10] =
    ["s3", "s3a", "gs", "az", "azure", "adl", "abfs", "abfss", "http", "https"];

/// Returns the URL in a path, if it names a remote file.
pub(crate) fn url_of(path: &Path) -> Option<&str> {
    let text = path.to_str()?;
    let (scheme, _) = text.split_once("://")?;
    SCHEMES.contains(&scheme).then_some(text)
}

/// Opens a remote file.
#[cfg(feature = "remote")]
pub(crate) fn open(url: &str) -> io::Result<Box<dyn Read + Send>> {
    Ok(Box::new(object_stores::RemoteReader::open(url)?))
}

/// Returns the size and time of a remote file.
#[cfg(feature = "remote")]
pub(crate) fn head(url: &str) -> io::Result<RemoteFile> {
    object_stores::head(url)
}

/// Lists the files below a URL that ends with a slash, in the order of their URLs.
#[cfg(feature = "remote")]
pub(crate) fn list(url: &str) -> io::Result<Vec<RemoteFile>> {
    object_stores::list(url)
}

/// Writes a local file to a URL, in parts.
#[cfg(feature = "remote")]
pub(crate) fn upload(local: &Path, url: &str) -> io::Result<()> {
    object_stores::upload(local, url)
}

/// Fails if the command was built without the feature.
pub(crate) fn check_support() -> io::Result<()> {
    if cfg!(feature = "remote") { Ok(()) } else { unsupported() }
}

/// Returns the error of a command that was built without the feature.
fn unsupported<T>() -> io::Result<T> {
    let message = "this command was built without the feature `remote`";
    Err(io::Error::new(io::ErrorKind::Unsupported, message))
}

/// Fails, because the feature is off.
#[cfg(not(feature = "remote"))]
pub(crate) fn open(_: &str) -> io::Result<Box<dyn Read + Send>> {
    unsupported()
}

/// Fails, because the feature is off.
#[cfg(not(feature = "remote"))]
pub(crate) fn head(_: &str) -> io::Result<RemoteFile> {
    unsupported()
}

/// Fails, because the feature is off.
#[cfg(not(feature = "remote"))]
pub(crate) fn list(_: &str) -> io::Result<Vec<RemoteFile>> {
    unsupported()
}

/// Fails, because the feature is off.
#[cfg(not(feature = "remote"))]
pub(crate) fn upload(_: &Path, _: &str) -> io::Result<()> {
    unsupported()
}
