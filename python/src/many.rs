//! Many documents at once: workers clean ahead of the caller, who gets the pages in the order of the documents.
//!
//! The caller's thread takes documents out of the iterable whenever it asks for a page, so that Python code runs in no other
//! thread, and no more of the iterable is read than is needed to keep the workers busy.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use dechrome::Source;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyIterator;

use crate::document::{Cleaned, Document};
use crate::page::Page;

/// Documents under way for each thread. Enough that one slow page does not leave the other workers idle.
const AHEAD: usize = 8;
/// Bytes of documents under way. A single larger document goes alone.
const MOST_BYTES: usize = 64 << 20;
/// More threads than any machine has processors for are a slip of the pen, and may be more than the system starts.
const MOST_THREADS: usize = 1024;

/// What a worker gives back. The document comes along because the interpreter's lock is needed to let go of it.
type Reply = (Document, Result<Cleaned, String>);

/// A document for the workers, with where its page is to go.
type Job = (Document, Sender<Reply>);

/// The place of a document in the order of the results.
enum Place {
    /// It is with the workers: its length, and where its page comes from.
    Taken(usize, Receiver<Reply>),
    /// It could not be had, or is none.
    Failed(PyErr),
}

/// An iterator over the pages of many documents, in their order.
#[pyclass(module = "dechrome")]
pub(crate) struct Pages {
    /// Where documents come from, while there are more.
    documents: Option<Py<PyIterator>>,
    jobs: Sender<Job>,
    places: VecDeque<Place>,
    /// Documents that may be under way.
    most: usize,
    /// Bytes of those that are.
    bytes: usize,
    /// Tells the workers that nobody waits any more.
    stop: Arc<AtomicBool>,
}

impl Pages {
    /// Starts the workers.
    pub(crate) fn new(
        cleaner: &Arc<dechrome::Cleaner>,
        documents: &Bound<'_, PyAny>,
        threads: Option<usize>,
        source: Source,
        charset: Option<&str>,
    ) -> PyResult<Self> {
        let threads =
            threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
        if !(1..=MOST_THREADS).contains(&threads) {
            return Err(PyValueError::new_err(format!(
                "threads: {threads} is not between 1 and {MOST_THREADS}"
            )));
        }
        let documents = Some(documents.try_iter()?.unbind());
        // The places are bounded, and with them what this holds.
        let (jobs, queue) = unbounded::<Job>();
        let stop = Arc::new(AtomicBool::new(false));
        for _ in 0..threads {
            let (cleaner, queue, stop) = (Arc::clone(cleaner), queue.clone(), Arc::clone(&stop));
            let charset = charset.map(str::to_owned);
            let work = move || work(&cleaner, queue, &stop, source, charset.as_deref());
            thread::Builder::new().spawn(work)?;
        }
        Ok(Pages {
            documents,
            jobs,
            places: VecDeque::new(),
            most: threads * AHEAD,
            bytes: 0,
            stop,
        })
    }

    /// Hands documents to the workers, as many as may be under way.
    fn fill(&mut self, py: Python<'_>) {
        while self.places.len() < self.most && (self.bytes < MOST_BYTES || self.places.is_empty()) {
            let Some(documents) = &self.documents else { break };
            let place = match documents.bind(py).clone().next() {
                Some(Ok(document)) => self.take(&document).unwrap_or_else(Place::Failed),
                Some(Err(error)) => {
                    self.documents = None;
                    Place::Failed(error)
                }
                None => {
                    self.documents = None;
                    break;
                }
            };
            self.places.push_back(place);
        }
    }

    /// Hands a document to the workers.
    fn take(&mut self, document: &Bound<'_, PyAny>) -> PyResult<Place> {
        let document = Document::of(document)?;
        let bytes = document.len();
        let (reply, result) = bounded(1);
        self.jobs.send((document, reply)).map_err(|_| gone())?;
        self.bytes += bytes;
        Ok(Place::Taken(bytes, result))
    }
}

#[pymethods]
impl Pages {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Page>> {
        self.fill(py);
        match self.places.pop_front() {
            None => Ok(None),
            Some(Place::Failed(error)) => Err(error),
            Some(Place::Taken(bytes, result)) => {
                let reply = py.detach(move || result.recv());
                self.bytes -= bytes;
                let (_document, cleaned) = reply.map_err(|_| gone())?;
                Ok(Some(Page::new(cleaned.map_err(PyRuntimeError::new_err)?, None)))
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

impl Drop for Pages {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Cleans what is in the queue until nobody fills it any more.
fn work(
    cleaner: &dechrome::Cleaner,
    queue: Receiver<Job>,
    stop: &AtomicBool,
    source: Source,
    charset: Option<&str>,
) {
    for (document, reply) in queue {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let cleaned = Cleaned::of(cleaner, &document, source, document.charset().or(charset));
        // Whoever asked may have gone.
        let _ = reply.send((document, cleaned));
    }
}

/// No worker is left: this can only be if the process is ending.
fn gone() -> PyErr {
    PyRuntimeError::new_err("the threads that clean have ended")
}
