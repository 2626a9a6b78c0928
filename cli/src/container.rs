//! Files that contain documents without being one: mail, saved pages and feeds. Files that contain
//! none, such as sitemaps, and those that another subcommand reads are refused.

mod detect;
mod feed;
mod mail;

use dechrome::Source;

pub(crate) use detect::{FileContainer, detect};

/// A document that a container holds. Its text is Unicode, so nothing it declares about its
/// encoding counts.
#[derive(Debug, PartialEq)]
pub(crate) struct ContainedDocument {
    pub(crate) text: String,
    pub(crate) source: Source,
    /// The URL, or another name that the container gives the document.
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
}

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
            FileContainer::Table => {
                "a table; convert it to Parquet or JSONL for `dechrome batch`, or read it as one \
                 text with `--from text`"
            }
        })
    }
}
