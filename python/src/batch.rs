//! A column of a record batch, cleaned into columns of results.

use std::sync::Arc;

use arrow_array::builder::{Float32Builder, Int32Builder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use dechrome::{Cleaner, Page, RenderOptions, Source};
use pyo3::exceptions::{PyKeyError, PyOverflowError, PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;

use crate::arrow::broken;
use crate::document::{Cleaned, UNICODE};
use crate::keywords::name_of;
use crate::page::{kept_count, source};

/// What the columns beside the usual ones hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Extra {
    /// The kept content as Markdown.
    Markdown,
    /// The kept content as HTML.
    Html,
    /// What is known of the page, a JSON object.
    Metadata,
    /// The comments of readers, a JSON array of objects.
    Comments,
}

/// The names of [`Extra`], which are those of the columns.
pub(crate) const EXTRAS: &[(&str, Extra)] = &[
    ("markdown", Extra::Markdown),
    ("html", Extra::Html),
    ("metadata", Extra::Metadata),
    ("comments", Extra::Comments),
];

impl Extra {
    /// What a page has in the column.
    fn of(self, page: &Page, rendering: &RenderOptions) -> String {
        // Strings, numbers, and names as keys: there is nothing in these that JSON cannot hold.
        match self {
            Extra::Markdown => page.markdown(rendering),
            Extra::Html => page.html(rendering),
            Extra::Metadata => serde_json::to_string(&page.metadata()).unwrap_or_default(),
            Extra::Comments => serde_json::to_string(&page.comments()).unwrap_or_default(),
        }
    }
}

/// What is made of a column.
pub(crate) struct Request<'a> {
    /// The column with the documents.
    pub(crate) column: &'a str,
    /// What stands before the names of new columns.
    pub(crate) prefix: &'a str,
    /// The columns beside the usual ones.
    pub(crate) extras: Vec<Extra>,
    /// How Markdown and HTML are written, but for the page's address.
    pub(crate) rendering: RenderOptions,
    /// The column with the addresses of the pages.
    pub(crate) url: Option<&'a str>,
    pub(crate) source: Source,
    pub(crate) charset: Option<&'a str>,
}

/// The batch with the results behind its own columns.
pub(crate) fn clean(
    cleaner: &Cleaner,
    batch: &RecordBatch,
    request: &Request<'_>,
) -> PyResult<RecordBatch> {
    let documents = strings(batch, request.column)?;
    let charset = if is_text(documents.data_type()) { Some(UNICODE) } else { request.charset };
    let mut addresses = request.url.map(|name| values(strings(batch, name)?)).transpose()?;
    let mut results = Results::of(&request.extras);
    for document in values(documents)? {
        let address = addresses.as_mut().and_then(|column| column.next()).flatten();
        let address = address.and_then(|address| std::str::from_utf8(address).ok());
        let rendering = address.map_or_else(
            || request.rendering.clone(),
            |url| request.rendering.clone().with_url(url),
        );
        let clean = |document| Cleaned::of(cleaner, document, request.source, charset);
        results
            .add(document.map(clean).transpose().map_err(PyRuntimeError::new_err)?, &rendering)?;
    }
    joined(batch, results.columns(), request.prefix)
}

/// A column of the batch, made sure of.
fn strings<'b>(batch: &'b RecordBatch, name: &str) -> PyResult<&'b ArrayRef> {
    let column = batch.column_by_name(name).ok_or_else(|| PyKeyError::new_err(name.to_owned()))?;
    column.to_data().validate_full().map_err(broken)?;
    Ok(column)
}

/// Whether a column holds characters, not bytes.
fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// The documents of a column, one after the other.
fn values<'a>(column: &'a ArrayRef) -> PyResult<Box<dyn Iterator<Item = Option<&'a [u8]>> + 'a>> {
    let bytes = |text: Option<&'a str>| text.map(str::as_bytes);
    Ok(match column.data_type() {
        DataType::Utf8 => Box::new(column.as_string::<i32>().iter().map(bytes)),
        DataType::LargeUtf8 => Box::new(column.as_string::<i64>().iter().map(bytes)),
        DataType::Utf8View => Box::new(column.as_string_view().iter().map(bytes)),
        DataType::Binary => Box::new(column.as_binary::<i32>().iter()),
        DataType::LargeBinary => Box::new(column.as_binary::<i64>().iter()),
        DataType::BinaryView => Box::new(column.as_binary_view().iter()),
        kind => {
            return Err(PyTypeError::new_err(format!(
                "a column of strings or bytes is needed, not of {kind}"
            )));
        }
    })
}

/// The columns of results as they grow.
#[derive(Default)]
struct Results {
    text: StringBuilder,
    title: StringBuilder,
    language: StringBuilder,
    language_confidence: Float32Builder,
    confidence: Float32Builder,
    source: StringBuilder,
    encoding: StringBuilder,
    degraded: StringBuilder,
    block_count: Int32Builder,
    kept_count: Int32Builder,
    extras: Vec<(Extra, StringBuilder)>,
}

impl Results {
    /// No rows yet.
    fn of(extras: &[Extra]) -> Self {
        let extras = extras.iter().map(|&extra| (extra, StringBuilder::new())).collect();
        Results { extras, ..Results::default() }
    }

    /// Adds a row; one of nulls where there is no document.
    fn add(&mut self, cleaned: Option<Cleaned>, rendering: &RenderOptions) -> PyResult<()> {
        let page = cleaned.as_ref().map(|cleaned| &cleaned.page);
        push(&mut self.text, cleaned.as_ref().map(|cleaned| cleaned.text.as_str()))?;
        push(&mut self.title, page.and_then(|page| page.title()))?;
        let language = page.and_then(|page| page.language());
        push(&mut self.language, language.map(|language| language.code))?;
        self.language_confidence.append_option(language.map(|language| language.confidence));
        self.confidence.append_option(page.map(|page| page.confidence()));
        push(&mut self.source, page.map(source))?;
        push(&mut self.encoding, page.map(|page| page.encoding()))?;
        push(
            &mut self.degraded,
            page.and_then(|page| page.degraded()).map(|degraded| degraded.name()),
        )?;
        // A block has at least a byte or a line end, and a page at most 4 GiB; half of that many blocks fit in no memory.
        self.block_count.append_option(page.map(|page| page.blocks().len() as i32));
        self.kept_count.append_option(page.map(|page| kept_count(page) as i32));
        for (extra, column) in &mut self.extras {
            push(column, page.map(|page| extra.of(page, rendering)).as_deref())?;
        }
        Ok(())
    }

    /// The columns with their names.
    fn columns(mut self) -> Vec<(&'static str, ArrayRef)> {
        let mut columns: Vec<(&'static str, ArrayRef)> = vec![
            ("text", Arc::new(self.text.finish())),
            ("title", Arc::new(self.title.finish())),
            ("language", Arc::new(self.language.finish())),
            ("language_confidence", Arc::new(self.language_confidence.finish())),
            ("confidence", Arc::new(self.confidence.finish())),
            ("source", Arc::new(self.source.finish())),
            ("encoding", Arc::new(self.encoding.finish())),
            ("degraded", Arc::new(self.degraded.finish())),
            ("block_count", Arc::new(self.block_count.finish())),
            ("kept_count", Arc::new(self.kept_count.finish())),
        ];
        for (extra, mut column) in self.extras {
            columns.extend(
                name_of(EXTRAS, extra).map(|name| (name, Arc::new(column.finish()) as ArrayRef)),
            );
        }
        columns
    }
}

/// Adds a string to a column, whose offsets have 31 bits.
fn push(column: &mut StringBuilder, value: Option<&str>) -> PyResult<()> {
    let length = column.values_slice().len() + value.map_or(0, str::len);
    if i32::try_from(length).is_err() {
        return Err(PyOverflowError::new_err(
            "more than 2 GiB of text come of one batch; cut it into smaller ones",
        ));
    }
    column.append_option(value);
    Ok(())
}

/// The batch with more columns behind its own.
fn joined(
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
            let message = format!(
                "the batch has a column `{name}` already; a prefix for the new ones would help"
            );
            return Err(PyValueError::new_err(message));
        }
        fields.push(Arc::new(Field::new(name, column.data_type().clone(), true)));
        columns.push(column);
    }
    let schema = Schema::new_with_metadata(fields, schema.metadata().clone());
    RecordBatch::try_new(Arc::new(schema), columns).map_err(broken)
}
