//! What is cleaned, and what comes of it, on the way between Python and the library.

use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dechrome::Source;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};

use crate::keywords::type_name;

/// What `str` is read in.
pub(crate) const UNICODE: &str = "utf-8";

/// A document as Python has it. `bytes` and `str` cannot change, and are read where they are; of other buffers there is a copy.
pub(crate) enum Document {
    /// Bytes in some encoding.
    Bytes(PyBackedBytes),
    /// Characters.
    Text(PyBackedStr),
}

impl Document {
    /// Takes a document. A lone surrogate in a `str` is a `UnicodeEncodeError`, another type a `TypeError`.
    pub(crate) fn of(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = value.cast::<PyBytes>() {
            return Ok(Document::Bytes(bytes.clone().into()));
        }
        if let Ok(text) = value.cast::<PyString>() {
            return Ok(Document::Text(text.clone().try_into()?));
        }
        if let Ok(bytes) = value.cast::<PyByteArray>() {
            return Ok(Document::Bytes(bytes.clone().into()));
        }
        if value.is_instance_of::<PyMemoryView>() {
            let copy = value.py().get_type::<PyBytes>().call1((value,))?;
            return Ok(Document::Bytes(copy.cast_into::<PyBytes>()?.into()));
        }
        let wrong = "a document is bytes, str, bytearray or memoryview";
        Err(PyTypeError::new_err(format!("{wrong}, not {}", type_name(value))))
    }

    /// The encoding that it is in, if that is known from its type.
    pub(crate) fn charset(&self) -> Option<&'static str> {
        matches!(self, Document::Text(_)).then_some(UNICODE)
    }
}

impl Deref for Document {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Document::Bytes(bytes) => bytes,
            Document::Text(text) => text.as_bytes(),
        }
    }
}

/// A cleaned document.
pub(crate) struct Cleaned {
    pub(crate) page: dechrome::Page,
    /// The kept text: written here, where no lock is held.
    pub(crate) text: String,
}

impl Cleaned {
    /// Cleans a document. The library promises never to panic; should it break that promise, the message is told.
    pub(crate) fn of(
        cleaner: &dechrome::Cleaner,
        input: &[u8],
        source: Source,
        charset: Option<&str>,
    ) -> Result<Self, String> {
        let work = || {
            let page = cleaner.clean_as(input, source, charset);
            Cleaned { text: page.text(), page }
        };
        // A cleaner is not changed by cleaning, and what a broken run has built is thrown away with it.
        catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
            let message = payload.downcast_ref::<&str>().copied();
            let message = message.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
            format!("panic: {}", message.unwrap_or("without a message"))
        })
    }
}
