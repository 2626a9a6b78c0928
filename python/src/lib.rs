//! The extension module of the Python package `dechrome`.
//!
//! It exports the classes `Cleaner`, `Page`, `Block`, `Pages` and `RecordBatch`. The Python modules
//! in `dechrome/` build on them. Cleaning runs without the interpreter's lock.

mod arguments;
mod clean_batch;
mod clean_many;
mod cleaner;
mod document;
mod extra_column;
mod keywords;
mod page;
mod page_origin;
mod record_batch;
mod rendered_page;
mod result_columns;

/// The Python module `dechrome._dechrome`.
#[pyo3::pymodule]
mod _dechrome {
    use pyo3::prelude::*;
    use pyo3::types::PyTuple;

    #[pymodule_export]
    use crate::clean_many::PyPages;
    #[pymodule_export]
    use crate::cleaner::PyCleaner;
    #[pymodule_export]
    use crate::page::{PyBlock, PyPage, restore_page};
    #[pymodule_export]
    use crate::record_batch::{PyRecordBatch, PyTable};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        let kinds = dechrome::Kind::ALL.iter().map(|kind| kind.name());
        module.add("KINDS", PyTuple::new(module.py(), kinds)?)?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
