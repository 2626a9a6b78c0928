//! Extracts the document of a WARC record.

use dechrome::Source;
use serde_json::{Map, Value};

use crate::batch::document::{DocumentEncoding, JobContent, SourceDocument};
use crate::batch::job_result::PassedOver;
use crate::batch::load::http_response::HttpResponse;
use crate::batch::load::media_type::document_source;
use crate::batch::read::warc::{WarcHeader, WarcRecord};

/// Returns the content of a record. A decoded HTTP body can have `max_bytes` bytes.
///
/// `default_id` is the id of a record without `WARC-Record-ID`, and `default_charset` the charset
/// of a page whose header declares none.
pub(super) fn warc_document(
    record: WarcRecord,
    default_id: String,
    default_charset: Option<&str>,
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
    let charset = response.charset.take().or_else(|| default_charset.map(str::to_owned));
    let encoding = if is_conversion {
        // Conversion records of WET files are plain text in UTF-8.
        DocumentEncoding::Declared(Source::Text, Some("utf-8".to_owned()))
    } else {
        response.unpack(max_bytes)?;
        let identified = get("WARC-Identified-Payload-Type").map(str::to_ascii_lowercase);
        let declared = response.media_type.as_deref();
        match document_source(identified.as_deref(), declared, charset.as_deref(), &response.body) {
            Ok(source) => DocumentEncoding::Declared(source, charset),
            Err(media_type) => return Ok(JobContent::PassedOver(PassedOver::NotText(media_type))),
        }
    };
    let id = get("WARC-Record-ID").map_or(default_id, str::to_owned);
    Ok(JobContent::Document(SourceDocument {
        fields: fields(&header, &response),
        status: response.status,
        is_cut: response.damage.is_some() || header.get("WARC-Truncated").is_some(),
        ..SourceDocument::new(id, response.body, encoding)
    }))
}

/// Returns the fields that the row of a record gets.
fn fields(header: &WarcHeader, response: &HttpResponse) -> Map<String, Value> {
    let mut fields = Map::new();
    // Some crawlers enclose the URI in angle brackets.
    let url = header.get("WARC-Target-URI").map(|url| url.trim_matches(['<', '>']));
    for (name, value) in [
        ("url", url),
        ("date", header.get("WARC-Date")),
        ("identified_language", header.get("WARC-Identified-Content-Language")),
        ("truncated", header.get("WARC-Truncated")),
        ("damage", response.damage.as_deref()),
    ] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            fields.insert(name.to_owned(), value.into());
        }
    }
    if let Some(status) = response.status {
        fields.insert("http_status".into(), Value::from(status));
    }
    fields
}
