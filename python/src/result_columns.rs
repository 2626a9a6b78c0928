//! Builds the result columns of `clean_batch`, row by row.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{Float32Builder, Int32Builder, StringBuilder};
use dechrome::RenderOptions;
use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;

use crate::extra_column::ExtraColumn;
use crate::rendered_page::RenderedPage;

/// One builder for each result column.
#[derive(Default)]
pub(crate) struct ResultColumns {
    text: StringBuilder,
    title: StringBuilder,
    language: StringBuilder,
    language_confidence: Float32Builder,
    confidence: Float32Builder,
    source: StringBuilder,
    encoding: StringBuilder,
    degraded: StringBuilder,
    no_content: StringBuilder,
    block_count: Int32Builder,
    kept_count: Int32Builder,
    extra: Vec<(ExtraColumn, StringBuilder)>,
}

impl ResultColumns {
    /// Creates empty columns.
    pub(crate) fn new(extra: &[ExtraColumn]) -> Self {
        let extra = extra.iter().map(|&column| (column, StringBuilder::new())).collect();
        ResultColumns { extra, ..ResultColumns::default() }
    }

    /// Adds the row of a document. A null document gives a row of nulls.
    ///
    /// # Errors
    /// `OverflowError` if a column exceeds 2 GiB.
    pub(crate) fn add(
        &mut self,
        rendered: Option<&RenderedPage>,
        rendering: &RenderOptions,
    ) -> PyResult<()> {
        let page = rendered.map(|rendered| &rendered.page);
        push(&mut self.text, rendered.map(|rendered| rendered.text.as_str()))?;
        push(&mut self.title, page.and_then(dechrome::Page::title).as_deref())?;
        let language = page.and_then(|page| page.language());
        push(&mut self.language, language.map(|language| language.code))?;
        self.language_confidence.append_option(language.map(|language| language.confidence));
        self.confidence.append_option(page.map(|page| page.confidence()));
        push(&mut self.source, rendered.map(RenderedPage::source_name))?;
        push(&mut self.encoding, page.map(|page| page.encoding()))?;
        let degraded = page.and_then(|page| page.degraded());
        push(&mut self.degraded, degraded.map(|degraded| degraded.name()))?;
        let no_content = page.and_then(|page| page.no_content());
        push(&mut self.no_content, no_content.map(|reason| reason.name()))?;
        // The casts cannot overflow: input is at most 4 GiB, each block has at least one byte, and
        // 2^31 blocks do not fit into memory.
        self.block_count.append_option(page.map(|page| page.blocks().len() as i32));
        self.kept_count.append_option(rendered.map(|rendered| rendered.kept_count() as i32));
        for (extra, column) in &mut self.extra {
            push(column, page.map(|page| extra.value(page, rendering)).as_deref())?;
        }
        Ok(())
    }

    /// Returns the finished columns with their names.
    pub(crate) fn finish(mut self) -> Vec<(&'static str, ArrayRef)> {
        let mut columns: Vec<(&'static str, ArrayRef)> = vec![
            ("text", Arc::new(self.text.finish())),
            ("title", Arc::new(self.title.finish())),
            ("language", Arc::new(self.language.finish())),
            ("language_confidence", Arc::new(self.language_confidence.finish())),
            ("confidence", Arc::new(self.confidence.finish())),
            ("source", Arc::new(self.source.finish())),
            ("encoding", Arc::new(self.encoding.finish())),
            ("degraded", Arc::new(self.degraded.finish())),
            ("no_content", Arc::new(self.no_content.finish())),
            ("block_count", Arc::new(self.block_count.finish())),
            ("kept_count", Arc::new(self.kept_count.finish())),
        ];
        for (extra, mut column) in self.extra {
            if let Some(name) = extra.name() {
                columns.push((name, Arc::new(column.finish())));
            }
        }
        columns
    }
}

/// Appends a string to a column.
fn push(column: &mut StringBuilder, value: Option<&str>) -> PyResult<()> {
    let length = column.values_slice().len() + value.map_or(0, str::len);
    // Arrow's offsets are i32, and the builder panics if they overflow.
    if i32::try_from(length).is_err() {
        let message = "the results of one batch exceed 2 GiB; split the batch";
        return Err(PyOverflowError::new_err(message));
    }
    column.append_option(value);
    Ok(())
}
