//! A record of a JSONL file.

use serde_json::{Map, Value};

/// What a record holds.
#[derive(Debug)]
pub(super) struct Record {
    /// Its own id, if it has one.
    pub(super) id: Option<String>,
    /// The document: the field `html` if it is there and not empty, else the field `text`.
    pub(super) text: String,
    /// Whether that is HTML.
    pub(super) is_html: bool,
    /// All other fields, those of `metadata` among them.
    pub(super) fields: Map<String, Value>,
}

impl Record {
    /// Reads a record, or says what is wrong with it.
    pub(super) fn parse(line: &[u8]) -> Result<Self, String> {
        let value: Value = serde_json::from_slice(line).map_err(|error| format!("not JSON: {error}"))?;
        let Value::Object(mut fields) = value else { return Err("not a JSON object".into()) };
        let id = match fields.shift_remove("id") {
            None | Some(Value::Null) => None,
            Some(Value::String(id)) => Some(id),
            Some(Value::Number(id)) => Some(id.to_string()),
            Some(_) => return Err("`id` is neither a string nor a number".into()),
        };
        let html = take_text(&mut fields, "html")?;
        let text = take_text(&mut fields, "text")?;
        let html = html.filter(|html| !html.is_empty() || text.is_none());
        let is_html = html.is_some();
        let text = html.or(text).ok_or("neither `html` nor `text`")?;
        Ok(Record { id, text, is_html, fields: spread(fields) })
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
            Value::Object(members) if name == "metadata" => members.into_iter().for_each(|(name, value)| {
                all.entry(name).or_insert(value);
            }),
            value => {
                all.insert(name, value);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_outranks_text_and_the_rest_stays() {
        let line = br#"{"n":1,"id":7,"text":"t","html":"<p>","metadata":{"x":1e400,"n":2},"z":null}"#;
        let record = Record::parse(line).expect("parses");
        assert_eq!((record.id.as_deref(), record.text.as_str(), record.is_html), (Some("7"), "<p>", true));
        assert_eq!(Value::Object(record.fields).to_string(), r#"{"n":1,"x":1e+400,"z":null}"#);
        let record = Record::parse(br#"{"html":"","text":"t"}"#).expect("parses");
        assert_eq!((record.id, record.text.as_str(), record.is_html), (None, "t", false));
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
            let error = Record::parse(line.as_bytes()).expect_err(line);
            assert!(error.contains(reason), "{line}: {error}");
        }
    }
}
