//! The Python class `Cleaner`.

use std::sync::Arc;

use dechrome::{Cleaner, RenderOptions};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::arguments::number;
use crate::clean_batch::{BatchRequest, clean_batch, clean_table};
use crate::clean_many::{MAX_THREADS, PyPages};
use crate::document::InputDocument;
use crate::extra_column::ExtraColumn;
use crate::keywords::{CleanerKeywords, read_charset, read_source};
use crate::page::PyPage;
use crate::page_origin::PageOrigin;
use crate::record_batch::{PyRecordBatch, PyTable};
use crate::rendered_page::RenderedPage;

/// Cleans documents with one set of options.
///
/// Build one cleaner and use it for all documents, from any number of threads. It releases the
/// interpreter's lock while it works, and it can be pickled.
///
/// Options:
///     source: "html", "text", or "auto" to detect which of the two a document is.
///     charset: the encoding label of the documents, as in an HTTP header (Encoding Standard).
///         A byte order mark overrides it, and it overrides the page's own declaration. A `str`
///         needs no label.
///     point: "balanced", "precision" (drops more) or "recall" (keeps more).
///     keep, drop: names of kinds (`KINDS`) to keep or drop. They override the model, and drop
///         overrides keep.
///     include, exclude: CSS selectors of elements to keep or drop. They override keep and drop,
///         and exclude overrides include.
///     comments: True to collect the readers' comments (`Page.comments`).
///     limits: limits by name: "input_bytes" (default and maximum 2**32 - 1; the rest of the
///         input is ignored), "nodes" (500,000) and "depth" (512) of a page's tree, "lines"
///         (4,000,000) of a text. `Page.degraded` names the limit that was reached.
///
/// Raises:
///     TypeError: for an unknown option, or a value of the wrong type.
///     ValueError: for an unknown source, charset, point, kind or limit, an invalid selector, or a
///         limit that is negative or exceeds 64 bits.
#[pyclass(frozen, name = "Cleaner", module = "dechrome")]
pub(crate) struct PyCleaner {
    keywords: Arc<CleanerKeywords>,
    cleaner: Arc<Cleaner>,
}

#[pymethods]
impl PyCleaner {
    #[new]
    #[pyo3(
        signature = (**options),
        text_signature = "(*, source='auto', charset=None, point='balanced', keep=(), drop=(), \
            include=(), exclude=(), comments=False, limits=None)"
    )]
    fn new(options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let keywords = Arc::new(CleanerKeywords::read(options)?);
        let cleaner = Arc::new(Cleaner::new(keywords.options()?));
        Ok(PyCleaner { keywords, cleaner })
    }

    /// All options with their values, as a dict that `Cleaner(**options)` accepts.
    #[getter]
    fn options<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.keywords.to_dict(py)
    }

    /// Cleans one document.
    ///
    /// Args:
    ///     data: the document. `bytes` and `str` are not copied, `bytearray` and `memoryview` are.
    ///     url: the document's URL. It resolves relative URLs in Markdown and HTML.
    ///     source, charset: override the cleaner's options for this document.
    ///
    /// Returns:
    ///     The page. If it has no article, its text is empty.
    ///
    /// Raises:
    ///     TypeError: if `data` has another type.
    ///     UnicodeEncodeError: if a `str` contains a lone surrogate.
    ///     ValueError: for an unknown source or charset.
    #[pyo3(signature = (data, *, url=None, source=None, charset=None))]
    fn clean(
        &self,
        py: Python<'_>,
        data: &Bound<'_, PyAny>,
        url: Option<String>,
        source: Option<&Bound<'_, PyAny>>,
        charset: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyPage> {
        let document = InputDocument::new(data)?;
        let source = match source {
            Some(source) => read_source(source)?,
            None => self.keywords.source,
        };
        let own_charset = match charset {
            Some(charset) => read_charset(charset)?,
            None => None,
        };
        let charset = own_charset.as_deref().or(self.keywords.charset.as_deref());
        let input = document.input(source, charset, url.as_deref());
        let rendered = py.detach(|| RenderedPage::clean(&self.cleaner, &input));
        let origin = PageOrigin {
            document: Arc::new(document),
            keywords: Arc::clone(&self.keywords),
            source,
            charset: own_charset,
        };
        Ok(PyPage::new(rendered.map_err(PyRuntimeError::new_err)?, url, origin))
    }

    /// Cleans many documents in threads.
    ///
    /// Args:
    ///     documents: an iterable of documents, as `clean` accepts them, or of tuples of a
    ///         document and its URL or None. It is read while pages are requested: at most eight
    ///         documents per thread, and 64 MiB, are pending.
    ///     threads: 1 to 1024. The default is the number of cores.
    ///
    /// Returns:
    ///     An iterator over the pages, in the order of the documents.
    ///
    /// Raises:
    ///     TypeError: if `documents` is not iterable, or if it is itself a document.
    ///     ValueError: if the number of threads is out of range.
    ///
    /// The iterator raises the errors of `clean` at the position of the document, with a note of
    /// its index from Python 3.11 on, and continues with the next document. It also raises the
    /// errors of the iterable, and then it ends.
    #[pyo3(signature = (documents, *, threads=None))]
    fn clean_many(
        &self,
        documents: &Bound<'_, PyAny>,
        threads: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyPages> {
        let threads = match threads {
            Some(threads) => Some(number("threads", 1..=MAX_THREADS, threads)?),
            None => None,
        };
        PyPages::new(&self.cleaner, &self.keywords, documents, threads)
    }

    /// Cleans a column of an Arrow record batch or table, in one thread.
    ///
    /// Args:
    ///     batch: an object with `__arrow_c_array__`, such as `pyarrow.RecordBatch`, or with
    ///         `__arrow_c_stream__`, such as `pyarrow.Table` and the data frames of polars and
    ///         pandas.
    ///     column: the column that contains the documents: `string` or `binary`, also the
    ///         `large`, `view` and dictionary variants. A null gives a row of nulls.
    ///     prefix: a prefix for the names of the result columns.
    ///     also: names of more result columns: "markdown" and "html" (see `Page.markdown` and
    ///         `Page.html`), "metadata" (`Page.metadata` as a JSON object) and "comments"
    ///         (`Page.comments` as a JSON array).
    ///     links, images: True to write links and images in Markdown and HTML.
    ///     url: the column that contains the pages' URLs. They resolve relative URLs in Markdown
    ///         and HTML.
    ///
    /// Returns:
    ///     A `RecordBatch` with `__arrow_c_array__`, for `pyarrow.record_batch` and others, or for
    ///     a table a `Table` with `__arrow_c_stream__`, for `pyarrow.table` and others. It contains
    ///     the columns of `batch`, not copied, and after them the result columns: `text` (string),
    ///     `title` (string), `language` (string, ISO 639), `language_confidence` and `confidence`
    ///     (float, 0 to 1), `source` (string, "html" or "text"), `encoding` (string), `degraded`
    ///     and `no_content` (string), `block_count` and `kept_count` (int32), and those of `also`
    ///     (string).
    ///
    /// Raises:
    ///     TypeError: if `batch` is neither a record batch nor a table, such as a single column,
    ///         or if a column contains neither strings nor bytes.
    ///     KeyError: if a column does not exist. The message names the columns that do.
    ///     ValueError: if `batch` already has a column with the name of a result column, `also`
    ///         contains an unknown name, or the Arrow data is invalid.
    ///     OverflowError: if a result column exceeds 2 GiB.
    #[pyo3(signature = (
        batch, column, *, prefix="", also=None, links=false, images=false, url=None
    ))]
    #[allow(clippy::too_many_arguments, reason = "they are the keywords of the Python function")]
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
    ) -> PyResult<Py<PyAny>> {
        let extra = match also {
            Some(names) => ExtraColumn::read_all(names)?,
            None => Vec::new(),
        };
        let request = BatchRequest {
            column,
            prefix,
            extra,
            rendering: RenderOptions::new().with_links(links).with_images(images),
            url_column: url,
            source: self.keywords.source,
            charset: self.keywords.charset.as_deref(),
        };
        if let Some(table) = PyTable::import(batch)? {
            let cleaned = py.detach(|| clean_table(&self.cleaner, table, &request))?;
            return Ok(cleaned.into_pyobject(py)?.into_any().unbind());
        }
        let batch = PyRecordBatch::import(batch)?.batch;
        let batch = py.detach(|| clean_batch(&self.cleaner, &batch, &request))?;
        Ok(PyRecordBatch { batch }.into_pyobject(py)?.into_any().unbind())
    }

    /// Pickles the cleaner by its options.
    fn __getnewargs_ex__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
        Ok((PyTuple::empty(py), self.options(py)?))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut options = Vec::new();
        for (name, value) in self.options(py)? {
            options.push(format!("{name}={}", value.repr()?));
        }
        Ok(format!("Cleaner({})", options.join(", ")))
    }
}
