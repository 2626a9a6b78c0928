//! A record of a JSONL file.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::args::BatchArgs;
use crate::batch::clean::{DocumentEncoding, SourceDocument};

/// The names of the fields that mean something.
#[derive(Clone, Copy, Debug)]
pub(in crate::batch) struct FieldNames<'a> {
    pub(in crate::batch) id: &'a str,
    pub(in crate::batch) text: &'a str,
    pub(in crate::batch) html: &'a str,
    pub(in crate::batch) url: &'a str,
}

impl<'a> FieldNames<'a> {
    /// Those that the arguments name.
    pub(in crate::batch) fn of(args: &'a BatchArgs) -> Self {
        FieldNames {
            id: &args.id_field,
            text: &args.text_field,
            html: &args.html_field,
            url: &args.url_field,
        }
    }
}

/// What a record holds.
#[derive(Debug)]
pub(in crate::batch) struct JsonRecord {
    /// Its own id, if it has one.
    id: Option<String>,
    /// The document: the HTML if it is there and not empty, else the text.
    text: String,
    /// Whether that is HTML.
    is_html: bool,
    /// All other fields, those of `metadata` among them.
    fields: Map<String, Value>,
}

impl JsonRecord {
    /// Reads a record, or says what is wrong with it.
    pub(in crate::batch) fn parse(line: &[u8], names: &FieldNames<'_>) -> Result<Self, String> {
        let value: Value =
            serde_json::from_slice(line).map_err(|error| format!("not JSON: {error}"))?;
        let Value::Object(fields) = value else { return Err("not a JSON object".into()) };
        JsonRecord::of(fields, names)
    }

    /// The record with these fields.
    pub(in crate::batch) fn of(
        mut fields: Map<String, Value>,
        names: &FieldNames<'_>,
    ) -> Result<Self, String> {
        let id = match fields.shift_remove(names.id) {
            None | Some(Value::Null) => None,
            Some(Value::String(id)) => Some(id),
            Some(Value::Number(id)) => Some(id.to_string()),
            Some(_) => return Err(format!("`{}` is neither a string nor a number", names.id)),
        };
        let html = take_text(&mut fields, names.html)?;
        let text = take_text(&mut fields, names.text)?;
        let html = html.filter(|html| !html.is_empty() || text.is_none());
        let is_html = html.is_some();
        let text = html
            .or(text)
            .ok_or_else(|| format!("neither `{}` nor `{}`", names.html, names.text))?;
        Ok(JsonRecord { id, text, is_html, fields: renamed(spread(fields), names.url) })
    }

    /// The record's document; `own_id` is its id if it brings none.
    pub(in crate::batch) fn document(self, own_id: String) -> SourceDocument {
        let JsonRecord { id, text, is_html, fields } = self;
        SourceDocument {
            id: id.unwrap_or(own_id),
            fields,
            bytes: text.into_bytes(),
            form: DocumentEncoding::Unicode { is_html },
            changed: Duration::ZERO,
        }
    }
}

/// Takes a field that must be a string, or null, or missing.
fn take_text(fields: &mut Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match fields.shift_remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("`{name}` is not a string")),
    }
}

/// The fields, with those of a `metadata` object in its place.
fn spread(fields: Map<String, Value>) -> Map<String, Value> {
    let mut all = Map::new();
    for (name, value) in fields {
        match value {
            Value::Object(members) if name == "metadata" => {
                members.into_iter().for_each(|(name, value)| {
                    all.entry(name).or_insert(value);
                })
            }
            value => {
                all.insert(name, value);
            }
        }
    }
    all
}

/// The fields, with the address under its usual name; another field of that name keeps its own.
fn renamed(mut fields: Map<String, Value>, url: &str) -> Map<String, Value> {
    if url != "url"
        && let Some(address) = fields.shift_remove(url)
    {
        if let Some(other) = fields.shift_remove("url") {
            fields.insert("input_url".into(), other);
        }
        fields.insert("url".into(), address);
    }
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
    fn html_outranks_text_and_the_rest_stays() {
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
    fn fields_go_by_the_names_given() {
        let names = FieldNames { id: "key", text: "content", html: "raw", url: "link" };
        let line = br#"{"key":"k","content":"t","raw":null,"link":"http://a.example/","id":1,"text":"x","url":2}"#;
        let record = JsonRecord::parse(line, &names).expect("parses");
        assert_eq!(
            (record.id.as_deref(), record.text.as_str(), record.is_html),
            (Some("k"), "t", false)
        );
        let fields = Value::Object(record.fields).to_string();
        assert_eq!(fields, r#"{"id":1,"text":"x","input_url":2,"url":"http://a.example/"}"#);
    }

    #[test]
    fn what_is_wrong_is_said() {
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
