//! Converts the columns of Arrow batches to JSON.

use std::collections::HashSet;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray, make_array};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_data::ArrayData;
use arrow_json::writer::{LineDelimited, WriterBuilder};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
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
/// them is not read again. Bytes inside other types become text, as columns of bytes do.
pub(super) fn with_json_type(column: &ArrayRef) -> ArrayRef {
    let wanted = json_type(column.data_type());
    if wanted == *column.data_type() {
        return Arc::clone(column);
    }
    // The values that cannot be converted are left out later.
    retyped(&column.to_data(), &wanted).map_or_else(|_| Arc::clone(column), make_array)
}

/// Returns values with a type from [`json_type`]. `arrow_cast::cast` does the same, but its code
/// for all pairs of types makes the command 3 MB larger.
fn retyped(data: &ArrayData, wanted: &DataType) -> Result<ArrayData, ArrowError> {
    if data.data_type() == wanted {
        return Ok(data.clone());
    }
    if *wanted == DataType::Utf8 {
        return texts(&make_array(data.clone()));
    }
    let members: Vec<&DataType> = match wanted {
        DataType::List(member)
        | DataType::LargeList(member)
        | DataType::FixedSizeList(member, _)
        | DataType::Map(member, _) => vec![member.data_type()],
        DataType::Struct(members) => members.iter().map(|member| member.data_type()).collect(),
        // A duration is stored as its number.
        _ => Vec::new(),
    };
    let children = data.child_data().iter().zip(members).map(|(child, own)| retyped(child, own));
    let children = children.collect::<Result<_, _>>()?;
    data.clone().into_builder().data_type(wanted.clone()).child_data(children).build()
}

/// Returns bytes, or the keys of maps, as text.
fn texts(values: &ArrayRef) -> Result<ArrayData, ArrowError> {
    let texts: StringArray = if let Some(bytes) = byte_values(values) {
        bytes.into_iter().map(|value| value.map(byte_text)).collect()
    } else {
        let options = FormatOptions::default();
        let formatter = ArrayFormatter::try_new(values, &options)?;
        (0..values.len())
            .map(|index| formatter.value(index).try_to_string().map(Some))
            .collect::<Result<_, _>>()?
    };
    Ok(texts.into_data())
}

fn json_type(data_type: &DataType) -> DataType {
    with_types(data_type, &|data_type| match data_type {
        DataType::Duration(_) => Some(DataType::Int64),
        DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView
        | DataType::FixedSizeBinary(_) => Some(DataType::Utf8),
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

/// Returns true if the JSON form of a value loses something: a number that is not finite, or one of
/// several entries of a map with the same key. `column` has a type from [`with_json_type`].
pub(super) fn has_no_json_form(column: &dyn Array, index: usize) -> bool {
    if column.is_null(index) {
        return false;
    }
    let has_some = |items: &dyn Array| (0..items.len()).any(|item| has_no_json_form(items, item));
    match column.data_type() {
        DataType::Float32 => !column.as_primitive::<Float32Type>().value(index).is_finite(),
        DataType::Float64 => !column.as_primitive::<Float64Type>().value(index).is_finite(),
        DataType::Struct(_) => {
            column.as_struct().columns().iter().any(|member| has_no_json_form(member, index))
        }
        DataType::List(_) => has_some(&column.as_list::<i32>().value(index)),
        DataType::LargeList(_) => has_some(&column.as_list::<i64>().value(index)),
        DataType::FixedSizeList(..) => has_some(&column.as_fixed_size_list().value(index)),
        DataType::Map(..) => {
            let entries = column.as_map().value(index);
            let mut keys = HashSet::new();
            let is_repeated = entries
                .column(0)
                .as_string_opt::<i32>()
                .is_some_and(|names| names.iter().any(|name| !keys.insert(name)));
            is_repeated || has_some(entries.column(1))
        }
        _ => false,
    }
}

/// Returns the values of a column of bytes.
pub(super) fn byte_values(column: &ArrayRef) -> Option<Vec<Option<&[u8]>>> {
    Some(match column.data_type() {
        DataType::Binary => column.as_binary::<i32>().iter().collect(),
        DataType::LargeBinary => column.as_binary::<i64>().iter().collect(),
        DataType::BinaryView => column.as_binary_view().iter().collect(),
        DataType::FixedSizeBinary(_) => column.as_fixed_size_binary().iter().collect(),
        _ => return None,
    })
}

/// Returns the text of a byte value: the bytes themselves if they are UTF-8, or Base64.
///
/// Many writers omit the string type.
pub(super) fn byte_text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => BASE64_STANDARD.encode(bytes),
    }
}
