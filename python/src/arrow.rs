//! Arrow record batches in and out by the PyCapsule interface, so that no Arrow library of Python is needed and none copied.

use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi, to_ffi};
use arrow_array::{Array, RecordBatchOptions, StructArray};
use arrow_schema::{ArrowError, DataType, Schema};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::keywords::type_name;

/// The method that gives Arrow data.
const METHOD: &str = "__arrow_c_array__";

/// An Arrow record batch, for whatever reads `__arrow_c_array__`: `pyarrow.record_batch`, `polars.DataFrame` and so on.
#[pyclass(frozen, module = "dechrome")]
pub(crate) struct RecordBatch {
    pub(crate) batch: arrow_array::RecordBatch,
}

impl RecordBatch {
    /// Takes a batch from Python.
    pub(crate) fn import(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let no_batch = || format!("an Arrow record batch is needed, not {}", type_name(value));
        let method = value.getattr_opt(METHOD)?.ok_or_else(|| PyTypeError::new_err(no_batch()))?;
        let (schema, array): (Bound<'_, PyCapsule>, Bound<'_, PyCapsule>) =
            method.call0()?.extract()?;
        let batch = from_capsules(&schema, &array)?;
        batch.ok_or_else(|| PyTypeError::new_err(no_batch())).map(|batch| RecordBatch { batch })
    }
}

/// The batch that two capsules hold; `None` if it is an array of another type.
#[expect(unsafe_code)]
fn from_capsules(
    schema: &Bound<'_, PyCapsule>,
    array: &Bound<'_, PyCapsule>,
) -> PyResult<Option<arrow_array::RecordBatch>> {
    let schema = schema.pointer_checked(Some(c"arrow_schema"))?.cast::<FFI_ArrowSchema>();
    let array = array.pointer_checked(Some(c"arrow_array"))?.cast::<FFI_ArrowArray>();
    // SAFETY: by their names the capsules hold what the Arrow C data interface describes, and both outlive this function.
    // Taking the array marks the one in the capsule as released.
    let (schema, array) = unsafe { (schema.as_ref(), FFI_ArrowArray::from_raw(array.as_ptr())) };
    let fields = Schema::try_from(schema).map_err(broken);
    // SAFETY: as the interface says, array and schema belong together. What the array promises of its buffers is taken on trust,
    // but for the column that is cleaned.
    let mut data = unsafe { from_ffi(array, schema) }.map_err(broken)?;
    if !matches!(data.data_type(), DataType::Struct(_)) {
        return Ok(None);
    }
    // Buffers of others need not be aligned as Rust wants them.
    data.align_buffers();
    let rows = RecordBatchOptions::new().with_row_count(Some(data.len()));
    let (_, columns, nulls) = StructArray::from(data).into_parts();
    if nulls.is_some_and(|nulls| nulls.null_count() > 0) {
        return Err(PyValueError::new_err("rows of a record batch cannot be null"));
    }
    arrow_array::RecordBatch::try_new_with_options(Arc::new(fields?), columns, &rows)
        .map(Some)
        .map_err(broken)
}

/// Arrow data that breaks its own rules.
pub(crate) fn broken(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

#[pymethods]
impl RecordBatch {
    /// How many rows there are.
    #[getter]
    fn num_rows(&self) -> usize {
        self.batch.num_rows()
    }

    /// The names of the columns, as a list.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.batch.schema_ref().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The schema, as an `arrow_schema` capsule.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.batch.schema_ref().as_ref()).map_err(broken)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The batch, as an `arrow_schema` and an `arrow_array` capsule. A schema that is asked for is not looked at.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        let _ = requested_schema;
        let (array, _) =
            to_ffi(&StructArray::from(self.batch.clone()).to_data()).map_err(broken)?;
        Ok((self.__arrow_c_schema__(py)?, PyCapsule::new_with_value(py, array, c"arrow_array")?))
    }

    fn __repr__(&self) -> String {
        format!(
            "<RecordBatch: {} rows of {}>",
            self.batch.num_rows(),
            self.column_names().join(", ")
        )
    }
}
