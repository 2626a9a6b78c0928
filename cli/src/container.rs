//! Files that contain documents without being one: mail, saved pages and feeds. Files that contain
//! none, such as sitemaps, and those that another subcommand reads are refused.

mod contained_document;
mod detect;
mod feed;
mod mail;

pub(crate) use contained_document::ContainedDocument;
pub(crate) use detect::{FileContainer, TABLE_EXTENSIONS, WARC_MAGIC, detect, is_json_feed};

/// Returns the documents of a container, in its order.
///
/// # Errors
/// If the container is damaged, or is one that is not read. The message says what to do.
pub(crate) fn unpack(
    bytes: &[u8],
    container: FileContainer,
) -> Result<Vec<ContainedDocument>, String> {
    match container {
        FileContainer::Mail => mail::read(bytes).map(|document| vec![document]),
        FileContainer::Feed => feed::read(bytes),
        other => Err(other.refusal().unwrap_or_default().to_owned()),
    }
}

/// Returns why a binary file is not read, and what to do with an archive.
pub(crate) fn not_text(media_type: &str) -> String {
    let is_archive = matches!(
        media_type,
        "application/zip"
            | "application/x-tar"
            | "application/x-7z-compressed"
            | "application/vnd.rar"
    );
    let hint =
        if is_archive { "; unpack it and clean its folder with `dechrome batch`" } else { "" };
    format!("{media_type}, neither a page nor a text{hint}")
}

impl FileContainer {
    /// Returns why a file is not read and what to do, or `None` for a file with documents.
    pub(crate) fn refusal(self) -> Option<&'static str> {
        Some(match self {
            FileContainer::Mail | FileContainer::Feed => return None,
            FileContainer::Sitemap => "a sitemap lists URLs and has no text",
            FileContainer::Svg => {
                "an SVG drawing, neither a page nor a text; `--from html` reads it as a page"
            }
            FileContainer::Json => {
                "JSON; `dechrome batch` cleans the records of JSON and JSONL files, `--from text` \
                 reads it as one text"
            }
            FileContainer::Warc => {
                "a WARC file; `dechrome batch` cleans its records, `--from text` reads it as one \
                 text"
            }
            FileContainer::Table => {
                "a table; convert it to Parquet or JSONL for `dechrome batch`, or read it as one \
                 text with `--from text`"
            }
        })
    }
}
