//! Imports and exports Arrow record batches through the PyCapsule interface.
//!
//! The interface needs no Arrow library in Python, and it copies no data.

use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi, to_ffi};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{
    Array, RecordBatch, RecordBatchIterator, RecordBatchOptions, RecordBatchReader, StructArray,
};
use arrow_schema::{ArrowError, DataType, Schema, SchemaRef};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::arguments::unexpected_type;

/// The method that exports one record batch.
const EXPORT_METHOD: &str = "__arrow_c_array__";

/// The method that exports record batches one after the other.
const STREAM_METHOD: &str = "__arrow_c_stream__";

/// The reason of arrow-schema for the type of a single column in the place of a schema.
const NO_SCHEMA: &str = "Unable to interpret C data struct as a Schema";

/// An Arrow record batch. Every library that reads `__arrow_c_array__` reads it:
/// `pyarrow.record_batch`, `polars.DataFrame` and others.
#[pyclass(frozen, name = "RecordBatch", module = "dechrome")]
pub(crate) struct PyRecordBatch {
    pub(crate) batch: RecordBatch,
}

impl PyRecordBatch {
    /// Imports a batch from a Python object.
    ///
    /// # Errors
    /// `TypeError` if the object does not export a record batch, `ValueError` for invalid data.
    pub(crate) fn import(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let not_a_batch = || unexpected_type("batch", "an Arrow record batch or table", value);
        let method = value.getattr_opt(EXPORT_METHOD)?.ok_or_else(not_a_batch)?;
        let (schema, array): (Bound<'_, PyCapsule>, Bound<'_, PyCapsule>) =
            method.call0()?.extract()?;
        let batch = from_capsules(&schema, &array)?.ok_or_else(not_a_batch)?;
        Ok(PyRecordBatch { batch })
    }
}

/// A table: record batches with one schema. Every library that reads `__arrow_c_stream__` reads it:
/// `pyarrow.table`, `polars.DataFrame`, `duckdb` and others.
#[pyclass(frozen, name = "Table", module = "dechrome")]
pub(crate) struct PyTable {
    schema: SchemaRef,
    pub(crate) batches: Vec<RecordBatch>,
}

impl PyTable {
    /// Returns a table with these batches. `schema` is their schema.
    pub(crate) fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        PyTable { schema, batches }
    }

    pub(crate) fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    /// Imports a table from a Python object that exports a stream. `None` if it exports none, or
    /// if it exports one record batch too.
    pub(crate) fn import(value: &Bound<'_, PyAny>) -> PyResult<Option<Self>> {
        if value.getattr_opt(EXPORT_METHOD)?.is_some() {
            return Ok(None);
        }
        let Some(method) = value.getattr_opt(STREAM_METHOD)? else { return Ok(None) };
        let capsule: Bound<'_, PyCapsule> = method.call0()?.extract()?;
        let not_a_table = || unexpected_type("batch", "an Arrow record batch or table", value);
        // A single column exports a stream as well, of arrays of another type.
        let reader = stream_reader(&capsule)?.ok_or_else(not_a_table)?;
        let schema = reader.schema();
        let batches = reader.collect::<Result<_, _>>().map_err(invalid_data)?;
        Ok(Some(PyTable { schema, batches }))
    }
}

/// Takes the stream out of a capsule. `None` if its schema is not that of record batches.
#[expect(unsafe_code)]
fn stream_reader(capsule: &Bound<'_, PyCapsule>) -> PyResult<Option<RecordBatchStreamReader>> {
    let stream = capsule.pointer_checked(Some(c"arrow_array_stream"))?;
    let stream = stream.cast::<FFI_ArrowArrayStream>();
    // SAFETY: the name of the capsule guarantees this struct of the Arrow C stream interface, and
    // the capsule outlives this function. `from_raw` marks the stream in it as released.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(stream.as_ptr()) };
    match RecordBatchStreamReader::try_new(stream) {
        Ok(reader) => Ok(Some(reader)),
        Err(ArrowError::CDataInterface(reason)) if reason.contains(NO_SCHEMA) => Ok(None),
        Err(error) => Err(invalid_data(error)),
    }
}

#[pymethods]
impl PyTable {
    /// The number of rows.
    #[getter]
    fn num_rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The names of the columns, as a list.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Exports the schema as an `arrow_schema` capsule.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(invalid_data)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// Exports the batches as an `arrow_array_stream` capsule. A requested schema is ignored, as
    /// the interface permits.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = self.batches.clone().into_iter().map(Ok);
        let reader = RecordBatchIterator::new(batches, Arc::clone(&self.schema));
        let stream = FFI_ArrowArrayStream::new(Box::new(reader));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    fn __repr__(&self) -> String {
        format!("<Table: {} rows of {}>", self.num_rows(), self.column_names().join(", "))
    }
}

/// Takes the batch out of two capsules. Returns `None` if they contain an array of another type.
#[expect(unsafe_code)]
fn from_capsules(
    schema: &Bound<'_, PyCapsule>,
    array: &Bound<'_, PyCapsule>,
) -> PyResult<Option<RecordBatch>> {
    let schema = schema.pointer_checked(Some(c"arrow_schema"))?.cast::<FFI_ArrowSchema>();
    let array = array.pointer_checked(Some(c"arrow_array"))?.cast::<FFI_ArrowArray>();
    // SAFETY: the names of the capsules guarantee these structs of the Arrow C data interface, and
    // both capsules outlive this function. `from_raw` marks the array in the capsule as released.
    let (schema, array) = unsafe { (schema.as_ref(), FFI_ArrowArray::from_raw(array.as_ptr())) };
    let fields = Schema::try_from(schema).map_err(invalid_data);
    // SAFETY: the interface guarantees that the array has this schema. The contents of the buffers
    // are trusted here; `clean_batch` validates the columns that it reads.
    let mut data = unsafe { from_ffi(array, schema) }.map_err(invalid_data)?;
    if !matches!(data.data_type(), DataType::Struct(_)) {
        return Ok(None);
    }
    // Other libraries may align their buffers less strictly than Rust requires.
    data.align_buffers();
    let options = RecordBatchOptions::new().with_row_count(Some(data.len()));
    let (_, columns, nulls) = StructArray::from(data).into_parts();
    if nulls.is_some_and(|nulls| nulls.null_count() > 0) {
        return Err(PyValueError::new_err("a record batch cannot have null rows"));
    }
    RecordBatch::try_new_with_options(Arc::new(fields?), columns, &options)
        .map(Some)
        .map_err(invalid_data)
}

/// Returns a `ValueError` for data that violates the Arrow format.
pub(crate) fn invalid_data(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

#[pymethods]
impl PyRecordBatch {
    /// The number of rows.
    #[getter]
    fn num_rows(&self) -> usize {
        self.batch.num_rows()
    }

    /// The names of the columns, as a list.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.batch.schema_ref().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Exports the schema as an `arrow_schema` capsule.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = self.batch.schema_ref().as_ref();
        let schema = FFI_ArrowSchema::try_from(schema).map_err(invalid_data)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// Exports the batch as an `arrow_schema` capsule and an `arrow_array` capsule. A requested
    /// schema is ignored, as the interface permits.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        let _ = requested_schema;
        let data = StructArray::from(self.batch.clone()).to_data();
        let (array, _) = to_ffi(&data).map_err(invalid_data)?;
        Ok((self.__arrow_c_schema__(py)?, PyCapsule::new_with_value(py, array, c"arrow_array")?))
    }

    fn __repr__(&self) -> String {
        let names = self.column_names().join(", ");
        format!("<RecordBatch: {} rows of {names}>", self.batch.num_rows())
    }
}
