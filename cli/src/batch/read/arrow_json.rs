//! Converts the columns of Arrow batches to JSON.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_cast::cast;
use arrow_json::writer::{LineDelimited, WriterBuilder};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema};
use serde_json::{Map, Value};

use crate::batch::nested_types::with_types;
use crate::catch_panic::catch_panic;

/// A column and its name.
pub(super) type NamedColumn = (Field, ArrayRef);

/// A column of which values were left out, and the reason.
#[derive(Debug, PartialEq)]
pub(super) struct LeftOutColumn {
    pub(super) name: String,
    pub(super) reason: String,
}

/// Returns a JSON object for each of `count` rows.
///
/// Values that have no JSON form are missing. Their columns are added to `left_out`.
pub(super) fn json_rows(
    columns: &[NamedColumn],
    count: usize,
    left_out: &mut Vec<LeftOutColumn>,
) -> Vec<Map<String, Value>> {
    if let Ok(rows) = try_json_rows(columns) {
        return rows;
    }
    // One value must cost neither its row nor the other columns.
    let mut rows = vec![Map::new(); count];
    for (field, column) in columns {
        for (index, row) in rows.iter_mut().enumerate() {
            match try_json_rows(&[(field.clone(), column.slice(index, 1))]) {
                Ok(cells) => row.extend(cells.into_iter().flatten()),
                Err(reason) if left_out.iter().all(|known| known.name != *field.name()) => {
                    left_out.push(LeftOutColumn { name: field.name().clone(), reason });
                }
                Err(_) => {}
            }
        }
    }
    rows
}

/// Returns a JSON object for each row.
fn try_json_rows(columns: &[NamedColumn]) -> Result<Vec<Map<String, Value>>, String> {
    let converted = catch_panic(|| {
        let (fields, columns): (Vec<Field>, Vec<ArrayRef>) = columns.iter().cloned().unzip();
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)?;
        let builder = WriterBuilder::new().with_explicit_nulls(true);
        let mut writer = builder.build::<_, LineDelimited>(Vec::new());
        writer.write(&batch)?;
        writer.finish()?;
        let text = writer.into_inner();
        let lines = text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
        let rows = lines.map(serde_json::from_slice).collect::<Result<_, _>>();
        rows.map_err(|error| ArrowError::JsonError(error.to_string()))
    })?;
    converted.map_err(|error| error.to_string())
}

/// Returns a column whose values have a JSON form from which the type can be restored.
///
/// Objects have only text as keys. Durations become numbers: the text that the JSON writer has for
/// them is not read again.
pub(super) fn with_json_type(column: &ArrayRef) -> ArrayRef {
    let wanted = json_type(column.data_type());
    if wanted == *column.data_type() {
        return Arc::clone(column);
    }
    // The values that cannot be converted are left out later.
    cast(column, &wanted).unwrap_or_else(|_| Arc::clone(column))
}

fn json_type(data_type: &DataType) -> DataType {
    with_types(data_type, &|data_type| match data_type {
        DataType::Duration(_) => Some(DataType::Int64),
        DataType::Map(entries, is_sorted) => {
            let DataType::Struct(members) = entries.data_type() else { return None };
            let [key, value] = &members[..] else { return None };
            let key = key.as_ref().clone().with_data_type(DataType::Utf8);
            let value = value.as_ref().clone().with_data_type(json_type(value.data_type()));
            let members = DataType::Struct(Fields::from(vec![key, value]));
            let entries = entries.as_ref().clone().with_data_type(members);
            Some(DataType::Map(Arc::new(entries), *is_sorted))
        }
        _ => None,
    })
}
