//! Restores pickled pages.

use pyo3::prelude::*;

use crate::cleaner::PyCleaner;
use crate::page_origin::RestoreArguments;

/// Restores a pickled page: cleans its document again.
#[pyfunction(name = "_restore_page")]
pub(crate) fn restore_page(
    py: Python<'_>,
    arguments: RestoreArguments<'_>,
    is_without_repeats: bool,
) -> PyResult<Py<PyAny>> {
    let (options, document, call) = arguments;
    let cleaner = py.get_type::<PyCleaner>().call((), Some(&options))?;
    let page = cleaner.call_method("clean", (document,), Some(&call))?;
    let page = if is_without_repeats { page.call_method0("without_repeats")? } else { page };
    Ok(page.unbind())
}
