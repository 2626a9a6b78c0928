//! A JSON record: a line of a JSONL file, or a row of a Parquet file.

use dechrome::Source;
use serde_json::{Map, Value};

use crate::args::BatchArgs;
use crate::batch::document::{DocumentEncoding, SourceDocument};
use crate::batch::document_fields::{missing_document, object_paths};
use crate::batch::load::json_repair::repaired;
use crate::batch::read::job::TableRow;

/// The names of the fields that have a meaning.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldNames<'a> {
    id: &'a str,
    text: &'a str,
    html: &'a str,
    url: &'a str,
    /// The format of documents in the text field.
    text_source: Source,
    /// The charset of documents that are bytes.
    pub(super) charset: Option<&'a str>,
}

impl<'a> FieldNames<'a> {
    /// Returns the names that the arguments give.
    pub(super) fn of(args: &'a BatchArgs) -> Self {
        FieldNames {
            id: &args.id_field,
            text: &args.text_field,
            html: &args.html_field,
            url: &args.url_field,
            text_source: args.from.source(),
            charset: args.cleaning.charset(),
        }
    }
}

/// A parsed record.
#[derive(Debug)]
pub(super) struct JsonRecord {
    /// The record's own id.
    id: Option<String>,
    /// The document, without its encoding.
    content: FieldContent,
    source: Source,
    /// All other fields, including the members of `metadata`.
    fields: Map<String, Value>,
    /// True if values were replaced because they are not JSON.
    is_repaired: bool,
}

/// The content of a field with a document.
#[derive(Debug, PartialEq)]
enum FieldContent {
    Text(String),
    Bytes(Vec<u8>),
}

impl FieldContent {
    fn into_value(self) -> Value {
        match self {
            FieldContent::Text(text) => text.into(),
            FieldContent::Bytes(bytes) => String::from_utf8_lossy(&bytes).into(),
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            FieldContent::Text(text) => text.is_empty(),
            FieldContent::Bytes(bytes) => bytes.is_empty(),
        }
    }
}

impl JsonRecord {
    /// Returns the record in a row.
    pub(super) fn from_row(row: TableRow, names: &FieldNames<'_>) -> Result<Self, String> {
        if ![names.html, names.text].iter().any(|name| row.has_field(name)) {
            return Err(missing_document(names.html, names.text, &object_paths(&row.fields)));
        }
        let TableRow { mut fields, mut documents, is_repaired } = row;
        let id = match take_field(&mut fields, names.id) {
            None | Some(Value::Null) => None,
            Some(Value::String(id)) => Some(id),
            Some(Value::Number(id)) => Some(id.to_string()),
            Some(_) => return Err(format!("`{}` is neither a string nor a number", names.id)),
        };
        let mut take = |name| match documents.iter().position(|(own, _)| own == name) {
            Some(at) => Ok(Some(FieldContent::Bytes(documents.swap_remove(at).1))),
            None => take_string(&mut fields, name).map(|text| text.map(FieldContent::Text)),
        };
        let mut unused_text = None;
        let (content, source) = match (take(names.html)?, take(names.text)?) {
            // Empty HTML means that the record has only text.
            (Some(html), Some(text)) if html.is_empty() => (text, names.text_source),
            (Some(html), text) => {
                unused_text = text;
                (html, Source::Html)
            }
            (None, Some(text)) => (text, names.text_source),
            (None, None) => {
                let (html, text) = (names.html, names.text);
                return Err(format!("neither `{html}` nor `{text}` has a value"));
            }
        };
        // The text of an earlier extraction stays a field of the record.
        if let Some(text) = unused_text {
            fields.insert(names.text.to_owned(), text.into_value());
        }
        let url = if names.url == "url" { None } else { take_field(&mut fields, names.url) };
        let fields = with_url(flatten_metadata(fields), url);
        Ok(JsonRecord { id, content, source, fields, is_repaired })
    }

    /// Returns the document of the record. `default_id` is its id if the record has none.
    pub(super) fn into_document(
        self,
        default_id: String,
        names: &FieldNames<'_>,
    ) -> SourceDocument {
        let (bytes, encoding) = match self.content {
            FieldContent::Text(text) => (text.into_bytes(), DocumentEncoding::Unicode(self.source)),
            FieldContent::Bytes(bytes) => {
                (bytes, DocumentEncoding::Declared(self.source, names.charset.map(str::to_owned)))
            }
        };
        let id = self.id.unwrap_or(default_id);
        SourceDocument {
            fields: self.fields,
            is_repaired: self.is_repaired,
            ..SourceDocument::new(id, bytes, encoding)
        }
    }
}

/// Parses a line. Returns its record, or a message if it is not a record.
pub(super) fn parse_row(line: &[u8]) -> Result<TableRow, String> {
    let mut is_repaired = false;
    // Few lines need repair, and it costs as much as parsing.
    let value = serde_json::from_slice(line).or_else(|error| {
        is_repaired = true;
        serde_json::from_slice(&repaired(line)).map_err(|_| format!("not JSON: {error}"))
    });
    let Value::Object(fields) = value? else { return Err("not a JSON object".into()) };
    Ok(TableRow { fields, is_repaired, ..TableRow::default() })
}

/// Removes and returns a field. A name with dots is a path into objects, unless a field has it.
fn take_field(fields: &mut Map<String, Value>, name: &str) -> Option<Value> {
    if let Some(value) = fields.shift_remove(name) {
        return Some(value);
    }
    let (object, rest) = name.split_once('.')?;
    take_field(fields.get_mut(object)?.as_object_mut()?, rest)
}

/// Removes and returns a field that must be a string, null, or missing.
fn take_string(fields: &mut Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match take_field(fields, name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("`{name}` is not a string")),
    }
}

/// Replaces an object `metadata` by its members. A field before it that has the name of a member
/// keeps its value.
fn flatten_metadata(fields: Map<String, Value>) -> Map<String, Value> {
    let mut flat = Map::new();
    for (name, value) in fields {
        match value {
            Value::Object(members) if name == "metadata" => {
                for (member, value) in members {
                    flat.entry(member).or_insert(value);
                }
            }
            value => {
                flat.insert(name, value);
            }
        }
    }
    flat
}

/// Adds the URL from a field with another name. A field `url` becomes `input_url`.
fn with_url(mut fields: Map<String, Value>, url: Option<Value>) -> Map<String, Value> {
    let Some(url) = url else { return fields };
    if let Some(other) = fields.shift_remove("url") {
        fields.insert("input_url".into(), other);
    }
    fields.insert("url".into(), url);
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: FieldNames<'_> = FieldNames {
        id: "id",
        text: "text",
        html: "html",
        url: "url",
        text_source: Source::Auto,
        charset: None,
    };

    fn parse(line: &str) -> Result<JsonRecord, String> {
        parse_with(line, &NAMES)
    }

    fn parse_with(line: &str, names: &FieldNames<'_>) -> Result<JsonRecord, String> {
        JsonRecord::from_row(parse_row(line.as_bytes())?, names)
    }

    fn text(record: &JsonRecord) -> &str {
        match &record.content {
            FieldContent::Text(text) => text,
            FieldContent::Bytes(_) => panic!("JSON has no bytes"),
        }
    }

    #[test]
    fn html_outranks_text_and_the_other_fields_stay() {
        let record = parse(
            r#"{"n":1,"id":7,"text":"t","html":"<p>","metadata":{"x":1e400,"n":2},"z":null}"#,
        )
        .expect("parses");
        assert_eq!(
            (record.id.as_deref(), text(&record), record.source),
            (Some("7"), "<p>", Source::Html)
        );
        assert_eq!(
            Value::Object(record.fields).to_string(),
            r#"{"n":1,"x":1e+400,"z":null,"text":"t"}"#
        );
        let record = parse(r#"{"html":"","text":"t"}"#).expect("parses");
        assert_eq!((record.id.as_deref(), text(&record), record.source), (None, "t", Source::Auto));
    }

    #[test]
    fn fields_have_the_given_names() {
        let names = FieldNames {
            id: "key",
            text: "content",
            html: "raw",
            url: "link",
            text_source: Source::Auto,
            charset: None,
        };
        let line = r#"{"key":"k","content":"t","raw":null,"link":"http://a.example/",
            "id":1,"text":"x","url":2}"#;
        let record = parse_with(line, &names).expect("parses");
        assert_eq!(
            (record.id.as_deref(), text(&record), record.source),
            (Some("k"), "t", Source::Auto)
        );
        let fields = Value::Object(record.fields).to_string();
        assert_eq!(fields, r#"{"id":1,"text":"x","input_url":2,"url":"http://a.example/"}"#);
    }

    #[test]
    fn names_with_dots_are_paths() {
        let names = FieldNames {
            id: "meta.key",
            text: "data.text",
            html: "data.html",
            url: "meta.request.url",
            text_source: Source::Auto,
            charset: None,
        };
        let line = r#"{"data":{"html":"<p>","n":1},"meta":{"key":"k","request":{"url":"u"}},
            "data.text":"old"}"#;
        let record = parse_with(line, &names).expect("parses");
        assert_eq!((record.id.as_deref(), text(&record)), (Some("k"), "<p>"));
        let fields = Value::Object(record.fields).to_string();
        let expected = r#"{"data":{"n":1},"meta":{"request":{}},"data.text":"old","url":"u"}"#;
        assert_eq!(fields, expected);
    }

    #[test]
    fn invalid_records_are_errors() {
        for (line, reason) in [
            ("{", "not JSON"),
            ("[1]", "not a JSON object"),
            ("{}", "neither"),
            (r#"{"text":null}"#, "neither"),
            (r#"{"text":1}"#, "`text` is not a string"),
            (r#"{"text":"","id":[]}"#, "`id`"),
        ] {
            let error = parse(line).expect_err(line);
            assert!(error.contains(reason), "{line}: {error}");
        }
    }
}
