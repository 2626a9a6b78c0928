//! The document that a page was made from.

use std::sync::Arc;

use dechrome::Source;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::document::InputDocument;
use crate::keywords::CleanerKeywords;

/// A document, and how it was cleaned. A page is pickled as its origin, and cleaned again: the same
/// document gives the same page. Documents that are not copied cost no memory while the caller
/// holds them.
#[derive(Clone)]
pub(crate) struct PageOrigin {
    pub(crate) document: Arc<InputDocument>,
    pub(crate) keywords: Arc<CleanerKeywords>,
    /// The source and the charset of this document.
    pub(crate) source: Source,
    pub(crate) charset: Option<String>,
}

/// The arguments that restore a page: the options of the cleaner, the document, and the keywords of
/// `Cleaner.clean`.
pub(crate) type RestoreArguments<'py> = (Bound<'py, PyDict>, Bound<'py, PyAny>, Bound<'py, PyDict>);

impl PageOrigin {
    /// Returns the arguments that clean the document again.
    pub(crate) fn arguments<'py>(
        &self,
        py: Python<'py>,
        url: Option<&str>,
    ) -> PyResult<RestoreArguments<'py>> {
        let call = PyDict::new(py);
        call.set_item("url", url)?;
        call.set_item("source", self.source.name())?;
        call.set_item("charset", self.charset.as_deref())?;
        Ok((self.keywords.to_dict(py)?, self.document.to_python(py)?, call))
    }
}
