//! Extracts the document of a WARC record.

use std::time::Duration;

use dechrome::Source;
use serde_json::{Map, Value};

use crate::batch::document::{DocumentEncoding, JobContent, SourceDocument};
use crate::batch::load::http_response::HttpResponse;
use crate::batch::read::warc::WarcRecord;

/// Returns the content of a record. A decoded HTTP body can have `max_bytes` bytes.
///
/// `default_id` is the id of a record without `WARC-Record-ID`.
pub(super) fn warc_document(
    record: WarcRecord,
    default_id: String,
    max_bytes: usize,
) -> Result<JobContent, String> {
    let header = record.header;
    let get = |name| header.get(name).filter(|value| !value.is_empty());
    let is_conversion =
        get("WARC-Type").is_some_and(|kind| kind.eq_ignore_ascii_case("conversion"));
    let mut response = if record.block.starts_with(b"HTTP/") && !is_conversion {
        HttpResponse::parse(&record.block, max_bytes)?
    } else {
        let mut response = HttpResponse { body: record.block, ..HttpResponse::default() };
        response.set_content_type(get("Content-Type").unwrap_or_default());
        response
    };
    let source = match response.media_type.as_deref() {
        // Conversion records of WET files are plain text in UTF-8.
        _ if is_conversion => Source::Text,
        Some("text/html" | "application/xhtml+xml") => Source::Html,
        // Servers also send HTML with these types, so the content decides.
        None | Some("text/plain" | "text/xml" | "application/xml" | "unknown/unknown") => {
            Source::Auto
        }
        Some(_) => {
            return Ok(JobContent::ForeignMedia(response.media_type.take().unwrap_or_default()));
        }
    };
    let charset = if is_conversion { Some("utf-8".into()) } else { response.charset };
    let mut fields = Map::new();
    if let Some(url) = get("WARC-Target-URI") {
        // Some crawlers enclose the URI in angle brackets.
        fields.insert("url".into(), url.trim_matches(['<', '>']).into());
    }
    if let Some(date) = get("WARC-Date") {
        fields.insert("date".into(), date.into());
    }
    if let Some(status) = response.status.filter(|&status| status != 200) {
        fields.insert("http_status".into(), Value::from(status));
    }
    Ok(JobContent::Document(SourceDocument {
        id: get("WARC-Record-ID").map_or(default_id, str::to_owned),
        fields,
        bytes: response.body,
        encoding: DocumentEncoding::Declared(source, charset),
        modified: Duration::ZERO,
    }))
}
