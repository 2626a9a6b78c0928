//! Converts JSON rows to a Parquet file.
//!
//! The columns are known only after the last row. So a run writes JSON rows first. The conversion
//! reads them twice: once for the columns, and once for the values.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;

use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use serde_json::{Map, Value};

use crate::batch::row_schema::ColumnType;
use crate::batch::write::parquet_columns::ParquetColumns;
use crate::batch::write::write_options::WriteOptions;
use crate::error::Error;

/// Rows of a row group.
const GROUP_ROWS: usize = 10_000;

/// Bytes of JSON that end a row group before it has [`GROUP_ROWS`] rows.
const GROUP_BYTES: usize = 32 << 20;

/// Converts the JSON rows in the file `rows` to the Parquet file `target`.
pub(super) fn convert(rows: &Path, target: &Path, options: &WriteOptions) -> Result<(), Error> {
    let mut columns = ParquetColumns::new(&options.columns);
    for_each_group(rows, |group| {
        for row in group {
            columns.add_row(row);
        }
        Ok(())
    })?;

    let parquet_error =
        |error: ParquetError| Error::Usage(format!("{}: {error}", target.display()));
    let fields = columns.parquet_types().map_err(parquet_error)?;
    let schema =
        Type::group_type_builder("row").with_fields(fields).build().map_err(parquet_error)?;
    let properties = WriterProperties::builder().set_compression(options.parquet).build();
    let file = File::create(target).map_err(|error| Error::file(target, error))?;
    let mut writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))
        .map_err(parquet_error)?;

    let leaves = columns.leaves();
    for_each_group(rows, |group| {
        let mut group_writer = writer.next_row_group().map_err(parquet_error)?;
        for leaf in &leaves {
            let column = group_writer.next_column().map_err(parquet_error)?;
            let Some(mut column) = column else { break };
            let values: Vec<Value> = group.iter().map(|row| leaf.value(row)).collect();
            write_values(&mut column, leaf.column_type, &values).map_err(parquet_error)?;
            column.close().map_err(parquet_error)?;
        }
        group_writer.close().map_err(parquet_error)?;
        Ok(())
    })?;
    let file = writer.into_inner().map_err(parquet_error)?;
    file.sync_data().map_err(|error| Error::file(target, error))
}

/// Reads JSON rows and passes them on in row groups.
fn for_each_group(
    path: &Path,
    mut take: impl FnMut(&[Map<String, Value>]) -> Result<(), Error>,
) -> Result<(), Error> {
    let file = File::open(path).map_err(|error| Error::file(path, error))?;
    let (mut rows, mut bytes) = (Vec::new(), 0);
    for (index, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|error| Error::file(path, error))?;
        let row = serde_json::from_str(&line);
        rows.push(row.map_err(|error| Error::record(path, index + 1, error))?);
        bytes += line.len();
        if rows.len() >= GROUP_ROWS || bytes >= GROUP_BYTES {
            take(&rows)?;
            rows.clear();
            bytes = 0;
        }
    }
    if rows.is_empty() { Ok(()) } else { take(&rows) }
}

/// Writes the values of a column in a row group.
fn write_values(
    column: &mut SerializedColumnWriter<'_>,
    column_type: ColumnType,
    values: &[Value],
) -> Result<(), ParquetError> {
    // Definition level 0 marks a null value. Parquet stores only the other values.
    let levels: Vec<i16> = values.iter().map(|value| i16::from(!value.is_null())).collect();
    let levels = Some(&levels[..]);
    let defined = values.iter().filter(|value| !value.is_null());
    match column_type {
        ColumnType::Bool => {
            let values: Vec<bool> = defined.filter_map(Value::as_bool).collect();
            column.typed::<BoolType>().write_batch(&values, levels, None)?;
        }
        ColumnType::Int => {
            let values: Vec<i64> = defined.filter_map(Value::as_i64).collect();
            column.typed::<Int64Type>().write_batch(&values, levels, None)?;
        }
        ColumnType::Double => {
            let values: Vec<f64> = defined.filter_map(Value::as_f64).collect();
            column.typed::<DoubleType>().write_batch(&values, levels, None)?;
        }
        ColumnType::Null | ColumnType::Text => {
            let values: Vec<ByteArray> =
                defined.filter_map(Value::as_str).map(ByteArray::from).collect();
            column.typed::<ByteArrayType>().write_batch(&values, levels, None)?;
        }
        ColumnType::Json => {
            let values: Vec<ByteArray> =
                defined.map(|value| ByteArray::from(value.to_string().as_str())).collect();
            column.typed::<ByteArrayType>().write_batch(&values, levels, None)?;
        }
    }
    Ok(())
}
