//! Cleans files, and texts that are Unicode already.

use std::io;
use std::path::Path;

use dechrome::{Cleaner, Input, Page, Source, binary_media_type};

use crate::catch_panic::catch_panic;
use crate::container::{detect, not_text, unpack};
use crate::error::name_missing_folder;
use crate::input;

/// A document of a file, cleaned.
pub(crate) struct FileDocument {
    pub(crate) page: Page,
    /// The URL that the caller or the file gives the document.
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
}

/// Reads a file, or standard input for `-`, and cleans its documents: one, or those of a container.
/// `url` is the URL of a page; documents of a container have their own.
///
/// # Errors
/// If the file cannot be read, is not text, or is a container that is not read. `source` other
/// than [`Source::Auto`] accepts every file as one document.
pub(crate) fn clean_file(
    cleaner: &Cleaner,
    path: &Path,
    source: Source,
    url: Option<&str>,
) -> Result<Vec<FileDocument>, String> {
    let bytes = input::read_document(path).map_err(|error| not_read(path, error))?;
    let container = match source {
        Source::Auto => detect(&bytes, &extension(path)),
        _ => None,
    };
    let Some(container) = container else {
        if source == Source::Auto
            && let Some(media_type) = binary_media_type(&bytes)
        {
            return Err(not_text(media_type));
        }
        let mut input = Input::new(&bytes);
        if let Some(url) = url {
            input = input.with_url(url);
        }
        let page = catch_panic(|| cleaner.clean_input(&input))?;
        return Ok(vec![FileDocument { page, url: url.map(str::to_owned), title: None }]);
    };
    let mut cleaned = Vec::new();
    for document in unpack(&bytes, container)? {
        let url = document.url.as_deref().or(url);
        let mut input =
            Input::new(document.text.as_bytes()).with_source(document.source).with_charset("utf-8");
        if let Some(url) = url {
            input = input.with_url(url);
        }
        let page = catch_panic(|| cleaner.clean_input(&input))?;
        let url = url.map(str::to_owned);
        cleaned.push(FileDocument { page, url, title: document.title });
    }
    Ok(cleaned)
}

/// Says why a file cannot be read, and what to do instead.
fn not_read(path: &Path, error: io::Error) -> String {
    let name = path.to_string_lossy();
    if path.is_dir() {
        return "a folder; `dechrome batch` cleans folders".into();
    }
    if name.starts_with("http://") || name.starts_with("https://") {
        return format!("a URL; try `curl -sL {name} | dechrome --url {name}`");
    }
    name_missing_folder(path, error).to_string()
}

/// Returns the extension of a path in lower case, or an empty string.
fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Cleans a plain text that is Unicode. Both override the cleaner's options, which describe files.
pub(crate) fn clean_unicode(cleaner: &Cleaner, text: &str) -> Page {
    cleaner.clean_input(&Input::from_text(text).with_source(Source::Text))
}

/// Returns the number of bytes before the first block of `text`.
///
/// That is the length of a byte order mark if there is one, else 0: the spans of blocks start
/// after it, because the library does not count it as text.
pub(crate) fn bom_len(text: &str, page: &Page) -> usize {
    const BOM: char = '\u{feff}';
    let end = page.blocks().next_back().map_or(0, |block| block.span().end);
    let is_skipped = text.starts_with(BOM) && text.len() == end + BOM.len_utf8();
    if is_skipped { BOM.len_utf8() } else { 0 }
}
