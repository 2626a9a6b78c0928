//! The extension module of the Python package `dechrome`: [`Cleaner`], [`Page`], [`Block`] and [`RecordBatch`].
//!
//! What is built on these in Python stands beside it, in `dechrome/`. Documents are read where Python has them, and cleaned
//! without the interpreter's lock.

mod arrow;
mod batch;
mod cleaner;
mod document;
mod keywords;
mod many;
mod page;

/// The module.
#[pyo3::pymodule]
mod _dechrome {
    use pyo3::prelude::*;
    use pyo3::types::PyTuple;

    #[pymodule_export]
    use crate::arrow::RecordBatch;
    #[pymodule_export]
    use crate::cleaner::Cleaner;
    #[pymodule_export]
    use crate::many::Pages;
    #[pymodule_export]
    use crate::page::{Block, Page};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        let kinds = dechrome::Kind::ALL.iter().map(|kind| kind.name());
        module.add("KINDS", PyTuple::new(module.py(), kinds)?)?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
