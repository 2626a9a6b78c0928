//! An input document, as Python passes it.

use std::ops::Deref;

use dechrome::{Input, Source};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};

use crate::arguments::unexpected_type;

/// Adds what the caller says of a document.
pub(crate) fn with_facts<'i>(
    mut input: Input<'i>,
    source: Source,
    charset: Option<&'i str>,
    url: Option<&'i str>,
) -> Input<'i> {
    input = input.with_source(source);
    if let Some(charset) = charset {
        input = input.with_charset(charset);
    }
    if let Some(url) = url {
        input = input.with_url(url);
    }
    input
}

/// The bytes of a document.
///
/// `bytes` and `str` are immutable, so they are borrowed. Other buffers are copied.
pub(crate) enum InputDocument {
    /// Bytes in some encoding.
    Bytes(PyBackedBytes),
    /// Unicode text.
    Text(PyBackedStr),
}

impl InputDocument {
    /// Borrows or copies a document.
    ///
    /// # Errors
    /// `UnicodeEncodeError` if a `str` contains a lone surrogate, `TypeError` for other types.
    pub(crate) fn new(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = value.cast::<PyBytes>() {
            return Ok(InputDocument::Bytes(bytes.clone().into()));
        }
        if let Ok(text) = value.cast::<PyString>() {
            return Ok(InputDocument::Text(text.clone().try_into()?));
        }
        if let Ok(bytes) = value.cast::<PyByteArray>() {
            return Ok(InputDocument::Bytes(bytes.clone().into()));
        }
        if value.is_instance_of::<PyMemoryView>() {
            let copy = value.py().get_type::<PyBytes>().call1((value,))?;
            return Ok(InputDocument::Bytes(copy.cast_into::<PyBytes>()?.into()));
        }
        Err(unexpected_type("document", "bytes, str, bytearray or memoryview", value))
    }

    /// Returns true if a value has a type of documents.
    pub(crate) fn is_document(value: &Bound<'_, PyAny>) -> bool {
        value.is_instance_of::<PyBytes>()
            || value.is_instance_of::<PyString>()
            || value.is_instance_of::<PyByteArray>()
            || value.is_instance_of::<PyMemoryView>()
    }

    /// Returns the document as `bytes` or `str`.
    pub(crate) fn to_python<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(match self {
            InputDocument::Bytes(bytes) => bytes.into_pyobject(py)?.into_any(),
            InputDocument::Text(text) => text.into_pyobject(py)?.into_any(),
        })
    }

    /// Returns the input of the library. `charset` and `url` are what the caller says.
    pub(crate) fn input<'i>(
        &'i self,
        source: Source,
        charset: Option<&'i str>,
        url: Option<&'i str>,
    ) -> Input<'i> {
        let input = match self {
            InputDocument::Bytes(bytes) => Input::new(bytes),
            // A `str` is decoded, so its charset is not that of the caller.
            InputDocument::Text(text) => Input::from_text(text),
        };
        with_facts(input, source, charset, url)
    }
}

impl Deref for InputDocument {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            InputDocument::Bytes(bytes) => bytes,
            InputDocument::Text(text) => text.as_bytes(),
        }
    }
}
