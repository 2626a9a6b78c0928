//! Converts the rows of Arrow batches, which Parquet and Arrow files are read in.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray, StructArray};
use arrow_schema::{ArrowError, DataType, Field};
use serde_json::Value;

use crate::batch::read::arrow_json::{
    LeftOutColumn, byte_text, byte_values, has_no_json_form, json_rows, with_json_type,
};
use crate::batch::read::job::TableRow;
use crate::catch_panic::catch_panic;
use crate::output::print_message;

/// Rows that are converted at a time. Pages average 100 kB.
pub(super) const BATCH_ROWS: usize = 8;

/// Converts the rows of one file.
pub(super) struct RowConverter<'a> {
    /// The columns with documents. If they hold bytes, these stay as they are.
    document_columns: [&'a str; 2],
    /// The name of the file, for messages.
    file: String,
    /// The columns of which values were left out so far. Each is reported once.
    left_out: Vec<LeftOutColumn>,
}

impl<'a> RowConverter<'a> {
    /// Returns a converter. Messages name `file`.
    pub(super) fn new(document_columns: [&'a str; 2], file: String) -> Self {
        RowConverter { document_columns, file, left_out: Vec::new() }
    }

    /// Returns the rows of a batch.
    pub(super) fn rows(&mut self, batch: &RecordBatch) -> Result<Vec<TableRow>, String> {
        let known = self.left_out.len();
        let left_out = &mut self.left_out;
        let rows = catch_panic(|| table_rows(batch, self.document_columns, left_out))?;
        for LeftOutColumn { name, reason } in &self.left_out[known..] {
            let file = &self.file;
            print_message(format_args!("{file}: values of column `{name}` are left out: {reason}"));
        }
        rows.map_err(|error| error.to_string())
    }
}

/// Converts the rows of a batch. Adds the columns of values without a JSON form to `left_out`.
fn table_rows(
    batch: &RecordBatch,
    document_columns: [&str; 2],
    left_out: &mut Vec<LeftOutColumn>,
) -> Result<Vec<TableRow>, ArrowError> {
    let mut rows: Vec<TableRow> = Vec::new();
    rows.resize_with(batch.num_rows(), TableRow::default);
    let mut columns = Vec::new();
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        if let Some(column) = split_column(field.name(), column, document_columns, &mut rows)? {
            let nullable = Field::new(field.name(), column.data_type().clone(), true);
            columns.push((nullable, column));
        }
    }
    if columns.is_empty() {
        return Ok(rows);
    }
    let json = json_rows(&columns, batch.num_rows(), left_out);
    for (index, (row, fields)) in rows.iter_mut().zip(json).enumerate() {
        row.fields.extend(fields);
        row.is_repaired = columns.iter().any(|(_, column)| has_no_json_form(column, index));
    }
    Ok(rows)
}

/// Moves a column with documents to the rows. Returns other columns, with text in place of bytes.
///
/// `path` is the name of the column, with those of the structs around it.
fn split_column(
    path: &str,
    column: &ArrayRef,
    document_columns: [&str; 2],
    rows: &mut [TableRow],
) -> Result<Option<ArrayRef>, ArrowError> {
    // The text of most rows is long, and is not escaped and parsed again.
    if document_columns.contains(&path)
        && let Some(values) = string_values(column)
    {
        for (row, value) in rows.iter_mut().zip(values) {
            let value = value.map_or(Value::Null, Value::from);
            row.fields.insert(path.to_owned(), value);
        }
        return Ok(None);
    }
    if let Some(values) = byte_values(column) {
        if !document_columns.contains(&path) {
            let texts = values.into_iter().map(|value| value.map(byte_text));
            return Ok(Some(Arc::new(texts.collect::<StringArray>())));
        }
        for (row, value) in rows.iter_mut().zip(values) {
            match value {
                Some(value) => row.documents.push((path.to_owned(), value.to_vec())),
                // The row has the field, and no value.
                None => {
                    row.fields.insert(path.to_owned(), Value::Null);
                }
            }
        }
        return Ok(None);
    }
    let Some(group) = column.as_struct_opt() else { return Ok(Some(with_json_type(column))) };
    let mut fields = Vec::new();
    let mut columns = Vec::new();
    for (field, member) in group.fields().iter().zip(group.columns()) {
        let path = format!("{path}.{}", field.name());
        if let Some(member) = split_column(&path, member, document_columns, rows)? {
            fields.push(Field::new(field.name(), member.data_type().clone(), true));
            columns.push(member);
        }
    }
    let nulls = group.nulls().cloned();
    if columns.is_empty() {
        return Ok(Some(Arc::new(StructArray::new_empty_fields(group.len(), nulls))));
    }
    Ok(Some(Arc::new(StructArray::try_new(fields.into(), columns, nulls)?)))
}

/// Returns the values of a column of strings.
fn string_values(column: &ArrayRef) -> Option<Vec<Option<&str>>> {
    Some(match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().iter().collect(),
        DataType::LargeUtf8 => column.as_string::<i64>().iter().collect(),
        DataType::Utf8View => column.as_string_view().iter().collect(),
        _ => return None,
    })
}
