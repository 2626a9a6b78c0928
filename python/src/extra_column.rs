//! The optional result columns of `clean_batch`.

use dechrome::{Page, RenderOptions};
use pyo3::prelude::*;

use crate::arguments::{iterate, name_of, named_value};

/// An optional result column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ExtraColumn {
    /// The kept content as Markdown.
    Markdown,
    /// The kept content as HTML.
    Html,
    /// The page's metadata as a JSON object.
    Metadata,
    /// The readers' comments as a JSON array of objects.
    Comments,
}

/// The column names, which are also the names that `also` accepts.
const NAMES: &[(&str, ExtraColumn)] = &[
    ("markdown", ExtraColumn::Markdown),
    ("html", ExtraColumn::Html),
    ("metadata", ExtraColumn::Metadata),
    ("comments", ExtraColumn::Comments),
];

impl ExtraColumn {
    /// Reads the argument `also`. A repeated name counts once.
    pub(crate) fn read_all(value: &Bound<'_, PyAny>) -> PyResult<Vec<Self>> {
        let mut columns = Vec::new();
        for item in iterate("also", value)? {
            let column = named_value("also", NAMES, &item?)?;
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        Ok(columns)
    }

    /// Returns the column's name without the prefix.
    pub(crate) fn name(self) -> Option<&'static str> {
        name_of(NAMES, self)
    }

    /// Returns the column's value for a page.
    pub(crate) fn value(self, page: &Page, rendering: &RenderOptions) -> String {
        // serde_json fails on non-string keys only. Metadata and comments have none.
        match self {
            ExtraColumn::Markdown => page.to_markdown(rendering),
            ExtraColumn::Html => page.to_html(rendering),
            ExtraColumn::Metadata => serde_json::to_string(&page.metadata()).unwrap_or_default(),
            ExtraColumn::Comments => serde_json::to_string(&page.comments()).unwrap_or_default(),
        }
    }
}
