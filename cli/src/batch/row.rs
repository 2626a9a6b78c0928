//! The row that is written for a document: `{"text","id","metadata":{...}}`, and `lines` if asked for.

use dechrome::Page;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::batch::jobs::Done;
use crate::cleaning::{mark_len, rounded};

/// What came with a document.
#[derive(Debug, Default)]
pub(super) struct Source<'a> {
    /// Other fields of its record.
    pub(super) fields: Map<String, Value>,
    /// The text it was cleaned from, if that is Unicode as it came.
    pub(super) text: Option<&'a str>,
}

/// A row.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    text: String,
    id: String,
    metadata: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Vec<Line>>,
    /// Bytes of the page's text.
    #[serde(skip)]
    whole: usize,
    /// Bytes of its kept blocks.
    #[serde(skip)]
    kept: usize,
    /// How good it probably is.
    #[serde(skip)]
    confidence: f64,
}

/// A row that is left out.
#[derive(Debug, Serialize)]
struct Rejected<'r> {
    id: &'r str,
    /// What it has too little of.
    reason: &'r str,
    confidence: f64,
    row: &'r Row,
}

/// The verdict on a block.
#[derive(Debug, Serialize)]
struct Line {
    start: usize,
    end: usize,
    kind: &'static str,
    keep: bool,
    score: f64,
}

impl Row {
    /// The row of a page.
    pub(super) fn new(id: String, page: &Page, source: Source<'_>, with_lines: bool) -> Self {
        let before = if page.is_html() { 0 } else { source.text.map_or(0, |text| mark_len(text, page)) };
        let (mut whole, mut kept) = (0, 0);
        for block in page.blocks() {
            whole += block.span().len();
            kept += if block.keep() { block.span().len() } else { 0 };
        }
        Row {
            text: page.text(),
            id,
            metadata: metadata(page, source.fields),
            lines: with_lines.then(|| lines(page, before)),
            whole,
            kept,
            confidence: rounded(page.confidence()),
        }
    }

    /// The finished job, of a document of so many bytes that is left out if there is a reason.
    pub(super) fn done(&self, bytes: usize, reason: Option<&str>) -> Done {
        let done = Done { bytes, text: self.whole, kept: self.kept, ..Done::default() };
        let line = match reason {
            Some(reason) => {
                serde_json::to_string(&Rejected { id: &self.id, reason, confidence: self.confidence, row: self })
            }
            None => serde_json::to_string(self),
        };
        match (line, reason) {
            (Ok(line), None) => Done { row: Some(line + "\n"), ..done },
            (Ok(line), Some(_)) => Done { rejected: Some(line + "\n"), ..done },
            (Err(error), _) => Done { failure: Some(error.to_string()), ..Done::default() },
        }
    }
}

/// The verdicts on all blocks, at offsets that count from the start of a text with `before` bytes before its first line.
fn lines(page: &Page, before: usize) -> Vec<Line> {
    let line = |block: dechrome::Block<'_>| Line {
        start: block.span().start + before,
        end: block.span().end + before,
        kind: block.kind().name(),
        keep: block.keep(),
        score: rounded(block.score()),
    };
    page.blocks().map(line).collect()
}

/// What is known of the page, then the other fields of its record. Address and title are the record's own if it has
/// them; anything else of the record that has a name in use here goes by `input_` and that name.
fn metadata(page: &Page, mut fields: Map<String, Value>) -> Map<String, Value> {
    let own = |fields: &mut Map<String, Value>, name| fields.shift_remove(name).filter(|value| !value.is_null());
    let (url, title) = (own(&mut fields, "url"), own(&mut fields, "title"));
    let language = page.language();
    let known = [
        ("language", language.map(|language| language.code.into())),
        ("language_confidence", language.map(|language| rounded(language.confidence).into())),
        ("confidence", Some(rounded(page.confidence()).into())),
        ("degraded", page.degraded().map(|degraded| degraded.name().into())),
        ("encoding", Some(page.encoding().into())),
        ("source", Some(if page.is_html() { "html" } else { "text" }.into())),
        ("url", url),
        ("title", title.or_else(|| page.title().map(Value::from))),
    ];
    let mut all: Map<String, Value> =
        known.iter().filter_map(|(name, value)| Some((String::from(*name), value.clone()?))).collect();
    for (name, value) in fields {
        let mut name = name;
        while known.iter().any(|(taken, _)| *taken == name) || all.contains_key(&name) {
            name.insert_str(0, "input_");
        }
        all.insert(name, value);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_records_fields_stay_and_never_hide_what_is_measured() {
        let page = dechrome::clean(b"");
        let fields = serde_json::json!({"a": 1, "source": "cc", "url": "u", "title": null, "encoding": "x"});
        let Value::Object(fields) = fields else { unreachable!() };
        let all = Value::Object(metadata(&page, fields));
        assert_eq!((&all["a"], &all["input_source"], &all["url"]), (&1.into(), &"cc".into(), &"u".into()));
        assert_eq!((&all["input_encoding"], &all["title"]), (&"x".into(), &Value::Null));
        assert!(all["source"] != "cc" && all.get("title").is_none());
    }
}
