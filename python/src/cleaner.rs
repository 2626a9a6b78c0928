//! The cleaner as Python sees it.

use std::sync::Arc;

use dechrome::RenderOptions;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::arrow::RecordBatch;
use crate::batch::{self, Request};
use crate::document::{Cleaned, Document};
use crate::keywords::{Keywords, read_charset, read_extras, read_source};
use crate::many::Pages;
use crate::page::Page;

/// Cleans documents with one set of options. Build one and use it for all documents, from as many threads as there are;
/// the interpreter's lock is released while it works. It can be pickled.
///
/// Options:
///     source: "auto" (HTML or plain text, told apart by content), "html" or "text".
///     charset: the encoding that came with the documents, as in an HTTP header: a label of the Encoding Standard.
///         A byte order mark outranks it, it outranks the page's own declaration; an unknown label is ignored, and
///         a `str` needs none.
///     point: "balanced", "precision" (drops more) or "recall" (keeps more).
///     keep, drop: names of kinds (`KINDS`) that are kept or dropped whatever the model says; drop outranks keep.
///     include, exclude: CSS selectors of elements whose text is kept or dropped in any case; exclude outranks
///         include, and both outrank keep and drop.
///     comments: whether `Page.comments` has the comments of readers.
///     limits: budgets by name: "input_bytes" (at most and by default 2**32 - 1; the rest is left out), "nodes"
///         (500,000) and "depth" (512) of a page's tree, "lines" (4,000,000) of a text. `Page.degraded` tells
///         which one ran out.
///
/// Raises:
///     TypeError: an option that there is not, or one of the wrong type.
///     ValueError: an unknown source, point, kind or budget; a selector that cannot be read.
///     OverflowError: a negative budget, or one past 64 bits.
#[pyclass(frozen, module = "dechrome")]
pub(crate) struct Cleaner {
    keywords: Keywords,
    pub(crate) cleaner: Arc<dechrome::Cleaner>,
}

#[pymethods]
impl Cleaner {
    #[new]
    #[pyo3(
        signature = (**options),
        text_signature = "(*, source='auto', charset=None, point='balanced', keep=(), drop=(), include=(), exclude=(), comments=False, limits=None)"
    )]
    fn new(options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let keywords = Keywords::read(options)?;
        let cleaner = Arc::new(dechrome::Cleaner::new(keywords.options()?));
        Ok(Cleaner { keywords, cleaner })
    }

    /// The options, all of them, as a dict of what `Cleaner` takes.
    #[getter]
    fn options<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.keywords.to_dict(py)
    }

    /// Cleans one document.
    ///
    /// Args:
    ///     data: the document. `bytes` and `str` are not copied; of a `bytearray` or `memoryview` a copy is read.
    ///     url: its address; `Page.url` has it, and Markdown and HTML make the addresses in them absolute with it.
    ///     source, charset: what this document is, whatever the cleaner's options say.
    ///
    /// Returns:
    ///     The page. A page without an article is a page with nothing kept, and no error.
    ///
    /// Raises:
    ///     TypeError: `data` is nothing of that.
    ///     UnicodeEncodeError: a `str` with a lone surrogate.
    ///     ValueError: an unknown source.
    #[pyo3(signature = (data, *, url=None, source=None, charset=None))]
    fn clean(
        &self,
        py: Python<'_>,
        data: &Bound<'_, PyAny>,
        url: Option<String>,
        source: Option<&Bound<'_, PyAny>>,
        charset: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Page> {
        let document = Document::of(data)?;
        let source = source.map_or(Ok(self.keywords.source), read_source)?;
        let charset = charset.map_or(Ok(None), read_charset)?;
        let charset =
            document.charset().or(charset.as_deref()).or(self.keywords.charset.as_deref());
        let cleaned = py.detach(|| Cleaned::of(&self.cleaner, &document, source, charset));
        Ok(Page::new(cleaned.map_err(PyRuntimeError::new_err)?, url))
    }

    /// Cleans many documents in threads.
    ///
    /// Args:
    ///     documents: an iterable of what `clean` takes. It is read as pages are asked for: at most eight documents for
    ///         each thread, and 64 MiB, are under way.
    ///     threads: 1 to 1024; as many as there are processors by default.
    ///
    /// Returns:
    ///     An iterator over the pages, in the order of the documents.
    ///
    /// Raises:
    ///     TypeError: `documents` is no iterable.
    ///     ValueError: a number of threads out of range.
    ///     On the way, when its turn has come: what `clean` raises for a document (the next one gives the page after
    ///     it), and what the iterable raises (the end).
    #[pyo3(signature = (documents, *, threads=None))]
    fn clean_many(&self, documents: &Bound<'_, PyAny>, threads: Option<usize>) -> PyResult<Pages> {
        let Keywords { source, charset, .. } = &self.keywords;
        Pages::new(&self.cleaner, documents, threads, *source, charset.as_deref())
    }

    /// Cleans a column of an Arrow record batch.
    ///
    /// Args:
    ///     batch: anything with `__arrow_c_array__`, as `pyarrow.RecordBatch`.
    ///     column: the column with the documents: `string` or `binary`, `large` ones and views too. Null stays null.
    ///     prefix: stands before the names of the new columns.
    ///     also: names of more columns: "markdown" and "html" (as `Page.markdown` and `Page.html` give them),
    ///         "metadata" (what is known of the page, a JSON object) and "comments" (a JSON array; with `comments=True`).
    ///     links, images: whether Markdown and HTML have the addresses of links, and images.
    ///     url: the column with the pages' addresses, with which those in Markdown and HTML are made absolute.
    ///
    /// Returns:
    ///     A batch (`__arrow_c_array__`, for `pyarrow.record_batch` and the like) with all columns of `batch`, and behind
    ///     them, as many rows each: `text` (string), `title` (string), `language` (string, ISO 639),
    ///     `language_confidence` and `confidence` (float, 0 to 1), `source` (string, "html" or "text"), `encoding`
    ///     (string), `degraded` (string), `block_count` and `kept_count` (int32), and those of `also` (string). Columns of `batch` are not copied.
    ///
    /// Raises:
    ///     TypeError: `batch` is no record batch, or a column holds neither strings nor bytes.
    ///     KeyError: there is no such column.
    ///     ValueError: `batch` has a column with the name of a new one; a name in `also` that is none of these; Arrow data that
    ///         breaks its own rules.
    ///     OverflowError: more than 2 GiB of text come of one batch.
    #[pyo3(signature = (batch, column, *, prefix="", also=None, links=false, images=false, url=None))]
    #[allow(clippy::too_many_arguments, reason = "keywords, as Python has them")]
    fn clean_batch(
        &self,
        py: Python<'_>,
        batch: &Bound<'_, PyAny>,
        column: &str,
        prefix: &str,
        also: Option<&Bound<'_, PyAny>>,
        links: bool,
        images: bool,
        url: Option<&str>,
    ) -> PyResult<RecordBatch> {
        let batch = RecordBatch::import(batch)?.batch;
        let Keywords { source, charset, .. } = &self.keywords;
        let extras = also.map_or(Ok(Vec::new()), read_extras)?;
        let rendering = RenderOptions::new().with_links(links).with_images(images);
        let request = Request {
            column,
            prefix,
            extras,
            rendering,
            url,
            source: *source,
            charset: charset.as_deref(),
        };
        let cleaned = py.detach(|| batch::clean(&self.cleaner, &batch, &request));
        Ok(RecordBatch { batch: cleaned? })
    }

    fn __getnewargs_ex__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
        Ok((PyTuple::empty(py), self.options(py)?))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let options =
            self.options(py)?.iter().map(|(name, value)| Ok(format!("{name}={}", value.repr()?)));
        Ok(format!("Cleaner({})", options.collect::<PyResult<Vec<_>>>()?.join(", ")))
    }
}
