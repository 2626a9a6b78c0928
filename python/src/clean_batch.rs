//! Cleans a column of an Arrow record batch.

use std::str;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use dechrome::{Cleaner, Input, RenderOptions, Source};
use pyo3::exceptions::{PyKeyError, PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;

use crate::document::with_facts;
use crate::extra_column::ExtraColumn;
use crate::record_batch::{PyTable, invalid_data};
use crate::rendered_page::RenderedPage;
use crate::result_columns::ResultColumns;

/// The arguments of `clean_batch`.
pub(crate) struct BatchRequest<'a> {
    /// The column that contains the documents.
    pub(crate) column: &'a str,
    /// The prefix of the result columns' names.
    pub(crate) prefix: &'a str,
    pub(crate) extra: Vec<ExtraColumn>,
    /// Options for Markdown and HTML, without the page's URL.
    pub(crate) rendering: RenderOptions,
    /// The column that contains the pages' URLs.
    pub(crate) url_column: Option<&'a str>,
    pub(crate) source: Source,
    pub(crate) charset: Option<&'a str>,
}

/// Returns the batch with the result columns after its own columns.
pub(crate) fn clean_batch(
    cleaner: &Cleaner,
    batch: &RecordBatch,
    request: &BatchRequest<'_>,
) -> PyResult<RecordBatch> {
    let documents = valid_column(batch, request.column)?;
    let values = byte_values(documents, request.column)?;
    // Strings are decoded, so their charset is not that of the request.
    let charset = if is_text(documents.data_type()) { Some("utf-8") } else { request.charset };
    let mut urls = match request.url_column {
        Some(name) => Some(byte_values(valid_column(batch, name)?, name)?),
        None => None,
    };
    let mut results = ResultColumns::new(&request.extra);
    for document in values {
        // The URLs advance with every document, null documents included.
        let url = urls.as_mut().and_then(|urls| urls.next()).flatten();
        let Some(document) = document else {
            results.add(None, &request.rendering)?;
            continue;
        };
        let url = url.and_then(|url| str::from_utf8(url).ok());
        let input = with_facts(Input::new(document), request.source, charset, url);
        let page = RenderedPage::clean(cleaner, &input).map_err(PyRuntimeError::new_err)?;
        results.add(Some(&page), &request.rendering)?;
    }
    append_columns(batch, results.finish(), request.prefix)
}

/// Returns the table with the result columns after its own columns.
pub(crate) fn clean_table(
    cleaner: &Cleaner,
    table: PyTable,
    request: &BatchRequest<'_>,
) -> PyResult<PyTable> {
    // A table without batches has a schema too, so that of the result comes from an empty batch.
    let empty = clean_batch(cleaner, &RecordBatch::new_empty(table.schema()), request)?;
    let mut batches = Vec::new();
    for batch in &table.batches {
        batches.push(clean_batch(cleaner, batch, request)?);
    }
    Ok(PyTable::new(empty.schema(), batches))
}

/// Finds a column and validates its data: an invalid offset would read outside its buffer.
fn valid_column<'b>(batch: &'b RecordBatch, name: &str) -> PyResult<&'b ArrayRef> {
    let Some(column) = batch.column_by_name(name) else {
        let names: Vec<&str> =
            batch.schema_ref().fields().iter().map(|own| own.name().as_str()).collect();
        let names = names.join(", ");
        return Err(PyKeyError::new_err(format!("no column `{name}`; the columns are {names}")));
    };
    column.to_data().validate_full().map_err(invalid_data)?;
    Ok(column)
}

/// Returns true for the types of strings, false for the types of bytes.
fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

/// The values of a column. Nulls are `None`.
type ByteValues<'a> = Box<dyn Iterator<Item = Option<&'a [u8]>> + 'a>;

/// Iterates over a column of strings or bytes. Errors give its name.
fn byte_values<'a>(column: &'a ArrayRef, name: &str) -> PyResult<ByteValues<'a>> {
    Ok(match column.data_type() {
        DataType::Utf8 => Box::new(column.as_string::<i32>().iter().map(string_bytes)),
        DataType::LargeUtf8 => Box::new(column.as_string::<i64>().iter().map(string_bytes)),
        DataType::Utf8View => Box::new(column.as_string_view().iter().map(string_bytes)),
        DataType::Binary => Box::new(column.as_binary::<i32>().iter()),
        DataType::LargeBinary => Box::new(column.as_binary::<i64>().iter()),
        DataType::BinaryView => Box::new(column.as_binary_view().iter()),
        // A column without values has no type.
        DataType::Null => Box::new(std::iter::repeat_n(None, column.len())),
        DataType::Dictionary(..) => dictionary_values(column, name)?,
        other => {
            let message = format!("column `{name}`: expected strings or bytes, got {other}");
            return Err(PyTypeError::new_err(message));
        }
    })
}

/// Iterates over a dictionary column of strings or bytes.
fn dictionary_values<'a>(column: &'a ArrayRef, name: &str) -> PyResult<ByteValues<'a>> {
    let dictionary = column.as_any_dictionary();
    // An empty dictionary has no key that could be normalized. All of its rows are null.
    if dictionary.values().is_empty() {
        return Ok(Box::new(std::iter::repeat_n(None, column.len())));
    }
    let values: Vec<Option<&[u8]>> = byte_values(dictionary.values(), name)?.collect();
    let keys = dictionary.normalized_keys().into_iter().enumerate();
    // A null row has any key.
    Ok(Box::new(keys.map(move |(row, key)| {
        if dictionary.is_null(row) { None } else { values.get(key).copied().flatten() }
    })))
}

/// Returns the UTF-8 bytes of a value.
fn string_bytes(text: Option<&str>) -> Option<&[u8]> {
    text.map(str::as_bytes)
}

/// Appends the result columns to a batch.
fn append_columns(
    batch: &RecordBatch,
    results: Vec<(&'static str, ArrayRef)>,
    prefix: &str,
) -> PyResult<RecordBatch> {
    let schema = batch.schema();
    let mut fields = schema.fields().to_vec();
    let mut columns = batch.columns().to_vec();
    for (name, column) in results {
        let name = format!("{prefix}{name}");
        if schema.column_with_name(&name).is_some() {
            let hint = "set `prefix` to rename the result columns";
            let message = format!("the batch already has a column `{name}`; {hint}");
            return Err(PyValueError::new_err(message));
        }
        fields.push(Arc::new(Field::new(name, column.data_type().clone(), true)));
        columns.push(column);
    }
    let schema = Schema::new_with_metadata(fields, schema.metadata().clone());
    RecordBatch::try_new(Arc::new(schema), columns).map_err(invalid_data)
}
