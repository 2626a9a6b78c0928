//! A JSON record: a line of a JSONL file, or a row of a Parquet file.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::args::BatchArgs;
use crate::batch::document::{DocumentEncoding, SourceDocument};

/// The names of the fields that have a meaning.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldNames<'a> {
    id: &'a str,
    text: &'a str,
    html: &'a str,
    url: &'a str,
}

impl<'a> FieldNames<'a> {
    /// Returns the names that the arguments give.
    pub(super) fn of(args: &'a BatchArgs) -> Self {
        FieldNames {
            id: &args.id_field,
            text: &args.text_field,
            html: &args.html_field,
            url: &args.url_field,
        }
    }
}

/// A parsed record.
#[derive(Debug)]
pub(super) struct JsonRecord {
    /// The record's own id.
    id: Option<String>,
    /// The HTML of the document, or else its plain text.
    text: String,
    is_html: bool,
    /// All other fields, including the members of `metadata`.
    fields: Map<String, Value>,
}

impl JsonRecord {
    /// Parses a line. Returns a message if it is not a valid record.
    pub(super) fn parse(line: &[u8], names: &FieldNames<'_>) -> Result<Self, String> {
        let value: Value =
            serde_json::from_slice(line).map_err(|error| format!("not JSON: {error}"))?;
        let Value::Object(fields) = value else { return Err("not a JSON object".into()) };
        JsonRecord::new(fields, names)
    }

    /// Returns the record with these fields.
    pub(super) fn new(
        mut fields: Map<String, Value>,
        names: &FieldNames<'_>,
    ) -> Result<Self, String> {
        let id = match fields.shift_remove(names.id) {
            None | Some(Value::Null) => None,
            Some(Value::String(id)) => Some(id),
            Some(Value::Number(id)) => Some(id.to_string()),
            Some(_) => return Err(format!("`{}` is neither a string nor a number", names.id)),
        };
        let html = take_string(&mut fields, names.html)?;
        let text = take_string(&mut fields, names.text)?;
        let (text, is_html) = match (html, text) {
            // Empty HTML means that the record has only text.
            (Some(html), Some(text)) if html.is_empty() => (text, false),
            (Some(html), _) => (html, true),
            (None, Some(text)) => (text, false),
            (None, None) => return Err(format!("neither `{}` nor `{}`", names.html, names.text)),
        };
        let fields = rename_url(flatten_metadata(fields), names.url);
        Ok(JsonRecord { id, text, is_html, fields })
    }

    /// Returns the document of the record. `default_id` is its id if the record has none.
    pub(super) fn into_document(self, default_id: String) -> SourceDocument {
        SourceDocument {
            id: self.id.unwrap_or(default_id),
            fields: self.fields,
            bytes: self.text.into_bytes(),
            encoding: DocumentEncoding::Unicode { is_html: self.is_html },
            modified: Duration::ZERO,
        }
    }
}

/// Removes and returns a field that must be a string, null, or missing.
fn take_string(fields: &mut Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match fields.shift_remove(name) {
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

/// Renames the field with the URL to `url`. Another field of that name becomes `input_url`.
fn rename_url(mut fields: Map<String, Value>, url_field: &str) -> Map<String, Value> {
    if url_field == "url" {
        return fields;
    }
    let Some(url) = fields.shift_remove(url_field) else { return fields };
    if let Some(other) = fields.shift_remove("url") {
        fields.insert("input_url".into(), other);
    }
    fields.insert("url".into(), url);
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: FieldNames<'_> = FieldNames { id: "id", text: "text", html: "html", url: "url" };

    fn parse(line: &str) -> Result<JsonRecord, String> {
        JsonRecord::parse(line.as_bytes(), &NAMES)
    }

    #[test]
    fn html_outranks_text_and_the_other_fields_stay() {
        let record = parse(
            r#"{"n":1,"id":7,"text":"t","html":"<p>","metadata":{"x":1e400,"n":2},"z":null}"#,
        )
        .expect("parses");
        assert_eq!(
            (record.id.as_deref(), record.text.as_str(), record.is_html),
            (Some("7"), "<p>", true)
        );
        assert_eq!(Value::Object(record.fields).to_string(), r#"{"n":1,"x":1e+400,"z":null}"#);
        let record = parse(r#"{"html":"","text":"t"}"#).expect("parses");
        assert_eq!((record.id, record.text.as_str(), record.is_html), (None, "t", false));
    }

    #[test]
    fn fields_have_the_given_names() {
        let names = FieldNames { id: "key", text: "content", html: "raw", url: "link" };
        let line = br#"{"key":"k","content":"t","raw":null,"link":"http://a.example/",
            "id":1,"text":"x","url":2}"#;
        let record = JsonRecord::parse(line, &names).expect("parses");
        assert_eq!(
            (record.id.as_deref(), record.text.as_str(), record.is_html),
            (Some("k"), "t", false)
        );
        let fields = Value::Object(record.fields).to_string();
        assert_eq!(fields, r#"{"id":1,"text":"x","input_url":2,"url":"http://a.example/"}"#);
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
