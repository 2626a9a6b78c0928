//! Outputs in object stores: written to local files, and uploaded when they are complete.
//!
//! So a run can be resumed like one with local outputs, and a remote file is always complete.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use sha1::{Digest, Sha1};

use crate::args::BatchArgs;
use crate::batch::digest::hex;
use crate::error::Error;
use crate::remote;

/// Hexadecimal digits of the digest in the names of local files.
const DIGEST_DIGITS: usize = 16;

/// The place of a remote output.
#[derive(Clone, Debug)]
pub(super) struct StagedOutput {
    /// The URL of the output up to its name.
    folder: String,
    /// Start of the names of local files, before the names that they get in the store.
    prefix: String,
}

impl StagedOutput {
    /// Returns the place of the output, if it is a URL.
    pub(super) fn of(url: Option<&str>) -> Option<Self> {
        let url = url?;
        let folder = &url[..=url.rfind('/')?];
        let digest = hex(&Sha1::digest(url));
        let prefix = format!(".dechrome-{}-", &digest[..DIGEST_DIGITS]);
        Some(StagedOutput { folder: folder.to_owned(), prefix })
    }

    /// Returns the URL of a local file.
    pub(super) fn url(&self, local: &Path) -> String {
        format!("{}{}", self.folder, self.name(local))
    }

    /// Returns the name of a local file in the store.
    pub(super) fn name(&self, local: &Path) -> String {
        let name = local.file_name().unwrap_or_default().to_string_lossy();
        name.strip_prefix(&self.prefix).unwrap_or(&name).to_owned()
    }

    /// Uploads a complete local file, and removes it. Does nothing if it is not there, because an
    /// interrupted run has uploaded it.
    pub(super) fn publish(&self, local: &Path) -> Result<(), Error> {
        if !local.exists() {
            return Ok(());
        }
        let url = self.url(local);
        remote::upload(local, &url).map_err(|error| Error::file(Path::new(&url), error))?;
        fs::remove_file(local).map_err(|error| Error::file(local, error))
    }

    /// Returns true if the file is in the store.
    pub(super) fn exists(&self, local: &Path) -> bool {
        remote::head(&self.url(local)).is_ok()
    }
}

/// Returns the arguments with a local file in place of a remote output.
///
/// # Errors
///
/// Fails if another output is remote, or if the command cannot write remote files.
pub(super) fn with_local_output(args: &BatchArgs) -> Result<Cow<'_, BatchArgs>, Error> {
    for path in [&args.rejects, &args.failures, &args.report].into_iter().flatten() {
        if remote::url_of(path).is_some() {
            return Err(Error::Usage(format!("{}: only --output can be a URL", path.display())));
        }
    }
    let Some(url) = remote::url_of(&args.output).map(str::to_owned) else {
        return Ok(Cow::Borrowed(args));
    };
    remote::check_support().map_err(|error| Error::file(&args.output, error))?;
    let Some(staged) = StagedOutput::of(Some(&url)) else {
        return Err(Error::Usage(format!("{url} names no file")));
    };
    if args.inputs.contains(&args.output) {
        return Err(Error::Usage(format!("{url} is an input and also the file of --output")));
    }
    let name = url.rsplit('/').next().unwrap_or_default();
    let folder = args.work_dir.clone().unwrap_or_default();
    let mut args = args.clone();
    args.output = folder.join(format!("{}{name}", staged.prefix));
    args.output_url = Some(url);
    Ok(Cow::Owned(args))
}
