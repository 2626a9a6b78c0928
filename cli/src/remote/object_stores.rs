//! Reads and writes files in object stores.
//!
//! The crate `object_store` retries failed requests. Keys and regions come from the environment
//! variables that the tools of the stores use, such as `AWS_ACCESS_KEY_ID`.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path as FilePath;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use object_store::path::Path;
use object_store::{
    GetOptions, GetRange, ObjectMeta, ObjectStore, ObjectStoreExt, WriteMultipart, parse_url_opts,
};
use tokio::runtime::{Builder, Runtime};
use url::Url;

use crate::remote::remote_file::RemoteFile;

/// Bytes of one request. Larger requests are hardly faster, and a retry repeats them.
const REQUEST_BYTES: u64 = 8 << 20;

/// Parts of an upload that are on their way at once.
const PARTS_IN_FLIGHT: usize = 4;

/// Threads that wait for the network.
const NETWORK_THREADS: usize = 2;

/// A store, and the path of a file in it.
struct RemoteLocation {
    store: Arc<dyn ObjectStore>,
    path: Path,
    url: Url,
}

impl RemoteLocation {
    fn of(url: &str) -> io::Result<Self> {
        let url = Url::parse(url).map_err(|error| io::Error::other(format!("{url}: {error}")))?;
        // The names of the options are those of the environment variables in lower case.
        let variables = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?.to_ascii_lowercase(), value.into_string().ok()?))
        });
        let mut options: Vec<(String, String)> = variables
            .filter(|(name, _)| {
                ["aws_", "azure_", "google_"].iter().any(|prefix| name.starts_with(prefix))
            })
            .collect();
        let is_http = url.scheme() == "http" || url.scheme() == "https";
        if is_http {
            options = vec![("allow_http".to_owned(), "true".to_owned())];
        }
        let (store, path) = parse_url_opts(&url, options).map_err(io::Error::other)?;
        Ok(RemoteLocation { store: Arc::from(store), path, url })
    }

    /// Returns a file of the store.
    fn file(&self, meta: &ObjectMeta) -> RemoteFile {
        let mut url = self.url.clone();
        url.set_path(meta.location.as_ref());
        let modified = u64::try_from(meta.last_modified.timestamp_millis()).unwrap_or_default();
        RemoteFile {
            url: url.to_string(),
            size: meta.size,
            modified: Duration::from_millis(modified),
        }
    }
}

/// Returns the runtime on which requests run.
fn runtime() -> io::Result<&'static Runtime> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let runtime =
        Builder::new_multi_thread().worker_threads(NETWORK_THREADS).enable_all().build()?;
    Ok(RUNTIME.get_or_init(|| runtime))
}

/// Returns the size and time of a file.
pub(super) fn head(url: &str) -> io::Result<RemoteFile> {
    let location = RemoteLocation::of(url)?;
    let meta = runtime()?.block_on(location.store.head(&location.path))?;
    Ok(RemoteFile { url: url.to_owned(), ..location.file(&meta) })
}

/// Lists the files below a URL, in the order of their URLs.
pub(super) fn list(url: &str) -> io::Result<Vec<RemoteFile>> {
    let location = RemoteLocation::of(url)?;
    let listed = runtime()?.block_on(async {
        let mut folders = vec![location.path.clone()];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            let listed = location.store.list_with_delimiter(Some(&folder)).await?;
            folders.extend(listed.common_prefixes);
            files.extend(listed.objects);
        }
        Ok::<_, object_store::Error>(files)
    })?;
    let mut files: Vec<RemoteFile> = listed.iter().map(|meta| location.file(meta)).collect();
    files.sort_by(|a, b| a.url.cmp(&b.url));
    Ok(files)
}

/// Writes a local file to a URL, in parts.
pub(super) fn upload(local: &FilePath, url: &str) -> io::Result<()> {
    let location = RemoteLocation::of(url)?;
    let mut file = File::open(local)?;
    runtime()?.block_on(async {
        if file.metadata()?.len() < REQUEST_BYTES {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            location.store.put(&location.path, bytes.into()).await?;
            return Ok(());
        }
        let upload = location.store.put_multipart(&location.path).await?;
        let mut writer = WriteMultipart::new_with_chunk_size(upload, REQUEST_BYTES as usize);
        loop {
            let mut bytes = Vec::new();
            (&mut file).take(REQUEST_BYTES).read_to_end(&mut bytes)?;
            if bytes.is_empty() {
                break;
            }
            writer.wait_for_capacity(PARTS_IN_FLIGHT).await?;
            writer.put(Bytes::from(bytes));
        }
        writer.finish().await?;
        Ok(())
    })
}

/// A reader of a remote file, which requests one part after the other.
pub(super) struct RemoteReader {
    location: RemoteLocation,
    /// Tag of the contents. A file that changes while it is read is an error.
    tag: Option<String>,
    size: u64,
    /// Bytes that have been requested.
    position: u64,
    /// Bytes that have not been read.
    ready: Bytes,
}

impl RemoteReader {
    pub(super) fn open(url: &str) -> io::Result<Self> {
        let location = RemoteLocation::of(url)?;
        let meta = runtime()?.block_on(location.store.head(&location.path))?;
        Ok(RemoteReader {
            location,
            tag: meta.e_tag,
            size: meta.size,
            position: 0,
            ready: Bytes::new(),
        })
    }

    /// Requests the next part.
    fn request(&self) -> io::Result<Bytes> {
        let end = self.size.min(self.position + REQUEST_BYTES);
        let options = GetOptions {
            range: Some(GetRange::Bounded(self.position..end)),
            if_match: self.tag.clone(),
            ..GetOptions::default()
        };
        let RemoteLocation { store, path, .. } = &self.location;
        let bytes =
            runtime()?.block_on(async { store.get_opts(path, options).await?.bytes().await })?;
        if bytes.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the file has become shorter",
            ));
        }
        Ok(bytes)
    }
}

impl Read for RemoteReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.ready.is_empty() && self.position < self.size {
            self.ready = self.request()?;
            self.position += self.ready.len() as u64;
        }
        let count = self.ready.len().min(out.len());
        out[..count].copy_from_slice(&self.ready.split_to(count));
        Ok(count)
    }
}
