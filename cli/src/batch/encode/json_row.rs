//! The JSON row of a document.

use dechrome::Page;
use serde_json::{Map, Value, json};

use crate::args::{BatchArgs, OffsetUnit, RowContent, RowSchema};
use crate::batch::document::CleanedDocument;
use crate::batch::encode::block_spans::BlockSpans;
use crate::batch::row_schema::{ColumnType, RECORD_COLUMNS, TakenNames, document_columns};
use crate::page_fields::{metadata_json, rounded_score};

/// Encodes documents as JSON rows, as the arguments say.
pub(super) struct JsonRowEncoder {
    schema: RowSchema,
    content: RowContent,
    offsets: OffsetUnit,
    with_comments: bool,
    /// The columns with data on the document.
    columns: Vec<(&'static str, ColumnType)>,
}

impl JsonRowEncoder {
    pub(super) fn new(args: &BatchArgs) -> Self {
        JsonRowEncoder {
            schema: args.schema,
            content: if args.lines { RowContent::Lines } else { args.emit },
            offsets: args.offsets,
            with_comments: args.comments,
            columns: document_columns(args),
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
        let measured = MeasuredPage { page: &page, is_empty: text.is_empty(), repeats };
        let fields = document_fields(&measured, source.fields, &self.columns);
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
            insert("created", fields.get("date").cloned().unwrap_or_default());
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
                insert(name, fields.shift_remove(name).unwrap_or_default());
            }
            insert("text", text.into());
        }
    }
    row
}

/// The page of a row, and what is known about its text.
struct MeasuredPage<'p> {
    page: &'p Page,
    is_empty: bool,
    repeats: usize,
}

impl MeasuredPage<'_> {
    /// Returns the value of a column. `None` if the page does not say.
    fn value(&self, name: &str) -> Option<Value> {
        let page = self.page;
        let language = page.language();
        match name {
            "language" => Some(language?.code.into()),
            "language_confidence" | "language_score" => {
                Some(rounded_score(language?.confidence).into())
            }
            "confidence" => Some(rounded_score(page.confidence()).into()),
            "degraded" => Some(page.degraded()?.name().into()),
            "no_content" => Some(page.no_content()?.name().into()),
            "encoding" => Some(page.encoding().into()),
            "source" => Some(if page.is_html() { "html" } else { "text" }.into()),
            "title" => page.title().map(Value::from),
            "status" => self.is_empty.then(|| "empty".into()),
            "repeats" => Some(self.repeats.into()),
            "page" => Some(metadata_json(page)),
            _ => None,
        }
    }
}

/// Returns the columns of a document, with null for what is not known, followed by the other fields
/// of its record.
///
/// URL, title and the fields of crawls are those of the record if it has them. Another field of the
/// record whose name is taken gets the prefix `input_`, as often as needed.
fn document_fields(
    measured: &MeasuredPage<'_>,
    mut record: Map<String, Value>,
    columns: &[(&'static str, ColumnType)],
) -> Map<String, Value> {
    let mut taken = TakenNames::new(columns);
    let mut fields = Map::new();
    for (name, column_type) in columns {
        let mut value = None;
        if RECORD_COLUMNS.iter().any(|(own, _)| own == name) {
            value = take_as(&mut record, name, *column_type);
        }
        let value = value.or_else(|| measured.value(name)).unwrap_or_default();
        fields.insert((*name).to_owned(), value);
    }
    for (name, value) in record {
        fields.insert(taken.free(name), value);
    }
    fields
}

/// Removes and returns a field of a record in the type of its column. `None` for null.
///
/// A value that has no such form stays in the record.
fn take_as(record: &mut Map<String, Value>, name: &str, column_type: ColumnType) -> Option<Value> {
    let value = match (column_type, record.get(name)?) {
        (_, Value::Null) => Value::Null,
        (ColumnType::Text, Value::String(text)) => text.as_str().into(),
        (ColumnType::Text, value) => value.to_string().into(),
        (ColumnType::Int, Value::String(text)) => text.trim().parse::<i64>().ok()?.into(),
        (ColumnType::Int, value) if !value.is_i64() => return None,
        (_, value) => value.clone(),
    };
    record.shift_remove(name);
    Some(value).filter(|value| !value.is_null())
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
        let measured = MeasuredPage { page: &page, is_empty: true, repeats: 0 };
        let columns = [
            ("encoding", ColumnType::Text),
            ("source", ColumnType::Text),
            ("url", ColumnType::Text),
            ("title", ColumnType::Text),
        ];
        let all = Value::Object(document_fields(&measured, record, &columns));
        assert_eq!(
            (&all["a"], &all["input_source"], &all["url"]),
            (&1.into(), &"cc".into(), &"u".into())
        );
        assert_eq!((&all["input_encoding"], &all["title"]), (&"x".into(), &Value::Null));
        assert_eq!((&all["input_input_source"], &all["input_id"]), (&2.into(), &3.into()));
        assert!(all["source"] != "cc" && all.get("title").is_some());
    }
}
