//! The JSON row of a document.

use std::collections::HashSet;

use dechrome::Page;
use serde_json::{Map, Value, json};

use crate::args::{BatchArgs, OffsetUnit, RowContent, RowSchema};
use crate::batch::document::CleanedDocument;
use crate::batch::encode::block_spans::BlockSpans;
use crate::page_fields::{metadata_json, rounded_score};

/// Field names that rows of some schema, or of some documents, have in addition to the measured
/// fields. Fields of records must not replace them.
const RESERVED_NAMES: [&str; 7] = ["text", "id", "lines", "comments", "page", "status", "repeats"];

/// Encodes documents as JSON rows, as the arguments say.
pub(super) struct JsonRowEncoder {
    schema: RowSchema,
    content: RowContent,
    offsets: OffsetUnit,
    with_metadata: bool,
    with_comments: bool,
}

impl JsonRowEncoder {
    pub(super) fn new(args: &BatchArgs) -> Self {
        JsonRowEncoder {
            schema: args.schema,
            content: if args.lines { RowContent::Lines } else { args.emit },
            offsets: args.offsets,
            with_metadata: args.with_metadata,
            with_comments: args.comments,
        }
    }

    /// Returns the row of a document.
    pub(super) fn row(&self, cleaned: CleanedDocument) -> Value {
        let CleanedDocument { source, page, text, repeats } = cleaned;
        let mut lines = None;
        match self.content {
            RowContent::Text => {}
            RowContent::Lines => {
                lines = Some(BlockSpans::new(&source, &page, self.offsets).lines(&page));
            }
            RowContent::Attributes => {
                let spans = BlockSpans::new(&source, &page, self.offsets);
                return json!({"id": source.id, "attributes": spans.attributes(&page)});
            }
        }
        let mut fields = document_fields(&page, source.fields, self.schema);
        if self.with_metadata {
            fields.insert("page".into(), metadata_json(&page));
        }
        if text.is_empty() {
            fields.insert("status".into(), "empty".into());
        }
        if repeats > 0 {
            fields.insert("repeats".into(), repeats.into());
        }
        let mut row = arrange(self.schema, source.id, text, fields);
        if let Some(lines) = lines {
            row.insert("lines".into(), lines);
        }
        if self.with_comments {
            row.insert("comments".into(), json!(page.comments()));
        }
        Value::Object(row)
    }
}

/// Arranges the fields of a row in the order and nesting of a schema.
fn arrange(
    schema: RowSchema,
    id: String,
    text: String,
    mut fields: Map<String, Value>,
) -> Map<String, Value> {
    let mut row = Map::new();
    let mut insert = |name: &str, value: Value| row.insert(name.to_owned(), value);
    match schema {
        RowSchema::Datatrove => {
            insert("text", text.into());
            insert("id", id.into());
            insert("metadata", fields.into());
        }
        RowSchema::Dolma => {
            let dataset = fields.shift_remove("dataset").filter(Value::is_string);
            insert("id", id.into());
            insert("text", text.into());
            insert("source", dataset.unwrap_or_else(|| "dechrome".into()));
            if let Some(date) = fields.get("date") {
                insert("created", date.clone());
            }
            insert("metadata", fields.into());
        }
        RowSchema::Fineweb => {
            insert("text", text.into());
            insert("id", id.into());
            row.extend(fields);
        }
        RowSchema::Plain => {
            insert("id", id.into());
            for name in ["url", "title"] {
                if let Some(value) = fields.shift_remove(name) {
                    insert(name, value);
                }
            }
            insert("text", text.into());
        }
    }
    row
}

/// Returns the measured fields of a page, followed by the other fields of its record.
///
/// URL and title are those of the record if it has them. Another field of the record whose name is
/// taken gets the prefix `input_`, as often as needed.
fn document_fields(
    page: &Page,
    mut record: Map<String, Value>,
    schema: RowSchema,
) -> Map<String, Value> {
    let url = record.shift_remove("url").filter(|url| !url.is_null());
    let title = record.shift_remove("title").filter(|title| !title.is_null());
    let language = page.language();
    let language_score =
        if schema == RowSchema::Fineweb { "language_score" } else { "language_confidence" };
    let measured: [(&str, Option<Value>); 8] = [
        ("language", language.map(|language| language.code.into())),
        (language_score, language.map(|language| rounded_score(language.confidence).into())),
        ("confidence", Some(rounded_score(page.confidence()).into())),
        ("degraded", page.degraded().map(|degraded| degraded.name().into())),
        ("encoding", Some(page.encoding().into())),
        ("source", Some(if page.is_html() { "html" } else { "text" }.into())),
        ("url", url),
        ("title", title.or_else(|| page.title().map(Value::from))),
    ];
    let mut taken: HashSet<String> = RESERVED_NAMES.map(str::to_owned).into();
    let mut fields = Map::new();
    for (name, value) in measured {
        // The name of a missing field is taken too, so that it means the same in every row.
        taken.insert(name.to_owned());
        if let Some(value) = value {
            fields.insert(name.to_owned(), value);
        }
    }
    for (mut name, value) in record {
        while !taken.insert(name.clone()) {
            name.insert_str(0, "input_");
        }
        fields.insert(name, value);
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_a_record_never_replace_measured_fields() {
        let page = dechrome::clean(b"");
        let record = json!({
            "a": 1,
            "source": "cc",
            "url": "u",
            "title": null,
            "encoding": "x",
            "input_source": 2,
            "id": 3,
        });
        let Value::Object(record) = record else { unreachable!() };
        let all = Value::Object(document_fields(&page, record, RowSchema::Datatrove));
        assert_eq!(
            (&all["a"], &all["input_source"], &all["url"]),
            (&1.into(), &"cc".into(), &"u".into())
        );
        assert_eq!((&all["input_encoding"], &all["title"]), (&"x".into(), &Value::Null));
        assert_eq!((&all["input_input_source"], &all["input_id"]), (&2.into(), &3.into()));
        assert!(all["source"] != "cc" && all.get("title").is_none());
    }
}
