//! Cleans many documents in worker threads and returns the pages in the order of the documents.
//!
//! The caller's thread reads the iterable each time it asks for a page. So Python code runs in no
//! other thread, and the iterable is read only as far as the workers need to stay busy.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use dechrome::{Cleaner, Source};
use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyTuple};

use crate::arguments::{string, unexpected_type};
use crate::document::InputDocument;
use crate::keywords::CleanerKeywords;
use crate::page::PyPage;
use crate::page_origin::PageOrigin;
use crate::rendered_page::RenderedPage;

/// Pending documents per thread: enough that one slow page does not leave the other workers idle.
const PENDING_PER_THREAD: usize = 8;
/// Bytes of pending documents. A single larger document is cleaned alone.
const MAX_PENDING_BYTES: usize = 64 << 20;
/// More threads than any machine has cores are a mistake, and the system may fail to start them.
pub(crate) const MAX_THREADS: usize = 1024;

/// A document and its URL.
type UrlDocument = (InputDocument, Option<String>);

/// A worker's result. It returns the document because only a thread that holds the interpreter's
/// lock may drop it.
type CleanReply = (UrlDocument, Result<RenderedPage, String>);

/// A document and the channel for its result.
type CleanJob = (UrlDocument, Sender<CleanReply>);

/// A document whose page the caller has not received yet.
enum PendingDocument {
    /// A worker has it.
    Sent { bytes: usize, reply: Receiver<CleanReply> },
    /// The iterable raised an error, or the item is not a document.
    Failed(PyErr),
}

/// An iterator over the pages of many documents, in the order of the documents.
#[pyclass(name = "Pages", module = "dechrome")]
pub(crate) struct PyPages {
    /// The options of the cleaner.
    keywords: Arc<CleanerKeywords>,
    /// The rest of the documents. `None` after the last one.
    documents: Option<Py<PyIterator>>,
    jobs: Sender<CleanJob>,
    pending: VecDeque<PendingDocument>,
    /// The maximum length of `pending`.
    max_pending: usize,
    /// The number of documents that were taken out of the iterable.
    documents_read: usize,
    /// The total size of the pending documents.
    pending_bytes: usize,
    /// Makes the workers drop their remaining jobs.
    stop: Arc<AtomicBool>,
}

impl PyPages {
    /// Starts the workers.
    pub(crate) fn new(
        cleaner: &Arc<Cleaner>,
        keywords: &Arc<CleanerKeywords>,
        documents: &Bound<'_, PyAny>,
        threads: Option<usize>,
    ) -> PyResult<Self> {
        let threads =
            threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
        if InputDocument::is_document(documents) {
            // Python would iterate over its characters or bytes.
            return Err(unexpected_type("documents", "an iterable of documents", documents));
        }
        let documents = Some(documents.try_iter()?.unbind());
        // `max_pending` bounds the number of documents in the queue.
        let (jobs, queue) = unbounded::<CleanJob>();
        let stop = Arc::new(AtomicBool::new(false));
        for _ in 0..threads {
            let (cleaner, queue, stop) = (Arc::clone(cleaner), queue.clone(), Arc::clone(&stop));
            let (source, charset) = (keywords.source, keywords.charset.clone());
            let work = move || run_worker(&cleaner, queue, &stop, source, charset.as_deref());
            thread::Builder::new().spawn(work)?;
        }
        Ok(PyPages {
            keywords: Arc::clone(keywords),
            documents,
            jobs,
            pending: VecDeque::new(),
            max_pending: threads * PENDING_PER_THREAD,
            documents_read: 0,
            pending_bytes: 0,
            stop,
        })
    }

    /// Reads documents and sends them to the workers until a limit is reached.
    fn fill(&mut self, py: Python<'_>) {
        while self.has_room() {
            let Some(documents) = &self.documents else { break };
            let pending = match documents.bind(py).clone().next() {
                Some(Ok(document)) => {
                    let index = self.documents_read;
                    self.documents_read += 1;
                    self.send(&document).unwrap_or_else(|error| failed(py, error, index))
                }
                Some(Err(error)) => {
                    self.documents = None;
                    PendingDocument::Failed(error)
                }
                None => {
                    self.documents = None;
                    break;
                }
            };
            self.pending.push_back(pending);
        }
    }

    /// Returns true if one more document may be pending.
    fn has_room(&self) -> bool {
        self.pending.is_empty()
            || self.pending.len() < self.max_pending && self.pending_bytes < MAX_PENDING_BYTES
    }

    /// Sends a document, or a pair of a document and its URL, to the workers.
    fn send(&mut self, document: &Bound<'_, PyAny>) -> PyResult<PendingDocument> {
        let document = url_document(document)?;
        let bytes = document.0.len();
        let (sender, reply) = bounded(1);
        self.jobs.send((document, sender)).map_err(|_| workers_ended())?;
        self.pending_bytes += bytes;
        Ok(PendingDocument::Sent { bytes, reply })
    }
}

#[pymethods]
impl PyPages {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<PyPage>> {
        self.fill(py);
        match self.pending.pop_front() {
            None => Ok(None),
            Some(PendingDocument::Failed(error)) => Err(error),
            Some(PendingDocument::Sent { bytes, reply }) => {
                let reply = py.detach(move || reply.recv());
                self.pending_bytes -= bytes;
                let ((document, url), rendered) = reply.map_err(|_| workers_ended())?;
                let origin = PageOrigin {
                    document: Arc::new(document),
                    keywords: Arc::clone(&self.keywords),
                    source: self.keywords.source,
                    charset: None,
                };
                Ok(Some(PyPage::new(rendered.map_err(PyRuntimeError::new_err)?, url, origin)))
            }
        }
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.documents)
    }

    fn __clear__(&mut self) {
        self.documents = None;
    }
}

impl Drop for PyPages {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Cleans documents until the sender closes the queue.
fn run_worker(
    cleaner: &Cleaner,
    queue: Receiver<CleanJob>,
    stop: &AtomicBool,
    source: Source,
    charset: Option<&str>,
) {
    for ((document, url), reply) in queue {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let rendered =
            RenderedPage::clean(cleaner, &document.input(source, charset, url.as_deref()));
        // Sending fails if the iterator was dropped. Then nobody needs the page.
        let _ = reply.send(((document, url), rendered));
    }
}

/// Reads an item of the iterable: a document, or a tuple of a document and its URL or `None`.
fn url_document(item: &Bound<'_, PyAny>) -> PyResult<UrlDocument> {
    let Ok(pair) = item.cast::<PyTuple>() else { return Ok((InputDocument::new(item)?, None)) };
    if pair.len() != 2 {
        let message = format!("a tuple is (document, url), and not {} items", pair.len());
        return Err(PyTypeError::new_err(message));
    }
    let document = InputDocument::new(&pair.get_item(0)?)?;
    let url = pair.get_item(1)?;
    let url = if url.is_none() { None } else { Some(string("url", &url)?) };
    Ok((document, url))
}

/// Returns the place of a document that cannot be cleaned. A note says which one it is.
fn failed(py: Python<'_>, error: PyErr, index: usize) -> PendingDocument {
    // Exceptions have notes from Python 3.11 on. The error is raised in any case.
    let _ = error.value(py).call_method1("add_note", (format!("documents[{index}]"),));
    PendingDocument::Failed(error)
}

/// Returns the error for a closed channel. Workers end early only if the process is exiting.
fn workers_ended() -> PyErr {
    PyRuntimeError::new_err("the worker threads have ended")
}
